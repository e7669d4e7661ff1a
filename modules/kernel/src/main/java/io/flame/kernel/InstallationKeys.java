package io.flame.kernel;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The two key pairs by which installations deal with each other: one signs what leaves this installation (Ed25519), the
 * other opens what was closed for it (HPKE with X25519 and AES-256-GCM, RFC 9180). Each is made on first use; the private
 * halves are {@link PlatformSecrets}. Public keys are texts for people to pass on.
 */
public final class InstallationKeys {

    private static final String SIGNER = "signer";
    private static final String RECIPIENT = "recipient";
    private static final String SIGNER_PREFIX = "flame-signer-";
    private static final String RECIPIENT_PREFIX = "flame-recipient-";
    private static final String ALGORITHM = "Ed25519";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final PlatformSecrets platform;
    private final Secrets secrets;

    private record Pair(String publicKey, byte[] privateKey) {}

    @FunctionalInterface
    private interface Maker {
        Pair make() throws GeneralSecurityException;
    }

    public InstallationKeys(PlatformSecrets platform, Secrets secrets) {
        this.platform = platform;
        this.secrets = secrets;
    }

    /** What others check this installation's signatures with. */
    public String signer() {
        return stored(SIGNER, InstallationKeys::newSigner).publicKey();
    }

    /** What others close secrets with that only this installation is to open. */
    public String recipient() {
        return stored(RECIPIENT, InstallationKeys::newRecipient).publicKey();
    }

    /** Signs with the key whose public half is {@link #signer}. */
    public byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            byte[] key = stored(SIGNER, InstallationKeys::newSigner).privateKey();
            signature.initSign(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(key)));
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /** Whether the signature is by the holder of that key; false too for what is no key and no signature. */
    public static boolean verify(String signer, byte[] text, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey(signer));
            check.update(text);
            return check.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether the text can be the {@link #recipient} of an installation. */
    public static boolean isRecipient(String text) {
        try {
            encrypt(text);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Closes the tenant's data key for another installation.
     *
     * @param context what it is bound to; {@link #adopt} must name the same
     */
    public byte[] wrap(TenantId tenant, String recipient, String context) {
        try {
            byte[] keyset =
                    TinkProtoKeysetFormat.serializeKeyset(secrets.keyset(tenant), InsecureSecretKeyAccess.get());
            return encrypt(recipient).encrypt(keyset, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot close a data key", e);
        }
    }

    /** Whether {@link #adopt} will succeed: closed for this installation and bound to this context. */
    public boolean opens(byte[] wrapped, String context) {
        try {
            open(wrapped, context);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Makes the data key that {@link #wrap} has closed for this installation that of a tenant here. */
    public void adopt(TenantId tenant, byte[] wrapped, String context) {
        try {
            secrets.adopt(tenant, open(wrapped, context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data key was not closed for this installation", e);
        }
    }

    private KeysetHandle open(byte[] wrapped, String context) throws GeneralSecurityException {
        HybridConfig.register();
        byte[] key = stored(RECIPIENT, InstallationKeys::newRecipient).privateKey();
        HybridDecrypt recipient = TinkProtoKeysetFormat.parseKeyset(key, InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
        byte[] keyset = recipient.decrypt(wrapped, context.getBytes(StandardCharsets.UTF_8));
        return TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
    }

    private Pair stored(String name, Maker maker) {
        String[] halves = platform.get("installation/" + name, () -> text(maker)).split(" ", -1);
        return new Pair(halves[0], Base64.getDecoder().decode(halves[1]));
    }

    private static String text(Maker maker) {
        try {
            Pair pair = maker.make();
            return pair.publicKey() + " " + Base64.getEncoder().encodeToString(pair.privateKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key of the installation", e);
        }
    }

    private static Pair newSigner() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        return new Pair(
                SIGNER_PREFIX + TEXT.encodeToString(pair.getPublic().getEncoded()),
                pair.getPrivate().getEncoded());
    }

    private static Pair newRecipient() throws GeneralSecurityException {
        HybridConfig.register();
        KeysetHandle pair = KeysetHandle.generateNew(HpkeParameters.builder()
                .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                .setVariant(HpkeParameters.Variant.TINK)
                .build());
        byte[] open = TinkProtoKeysetFormat.serializeKeysetWithoutSecret(pair.getPublicKeysetHandle());
        return new Pair(
                RECIPIENT_PREFIX + TEXT.encodeToString(open),
                TinkProtoKeysetFormat.serializeKeyset(pair, InsecureSecretKeyAccess.get()));
    }

    private static PublicKey publicKey(String signer) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(signer, SIGNER_PREFIX)));
    }

    private static HybridEncrypt encrypt(String recipient) throws GeneralSecurityException {
        HybridConfig.register();
        return TinkProtoKeysetFormat.parseKeysetWithoutSecret(decoded(recipient, RECIPIENT_PREFIX))
                .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
    }

    private static byte[] decoded(String text, String prefix) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("a key of this kind begins with " + prefix);
        }
        return Base64.getUrlDecoder().decode(text.substring(prefix.length()));
    }
}
