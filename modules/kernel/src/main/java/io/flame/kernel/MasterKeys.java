package io.flame.kernel;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The keys of the installation, under which all other keys lie: {@code FLAME_MASTER_KEY} seals, and those of
 * {@code FLAME_FORMER_MASTER_KEYS} open what is not sealed anew yet.
 */
public final class MasterKeys {

    private static final String KEY = "FLAME_MASTER_KEY";
    private static final String FORMER = "FLAME_FORMER_MASTER_KEYS";
    private static final int KEY_BYTES = 32;
    private static final int MOST_FORMER = 8;

    private final Aead newest;
    private final Aead any;

    private MasterKeys(byte[] current, List<byte[]> former) {
        this.newest = aead(current, List.of());
        this.any = former.isEmpty() ? newest : aead(current, former);
    }

    /** @throws Settings.SettingsException when one is missing or no key */
    public static MasterKeys of(Settings settings) {
        byte[] current = decode(settings.required(KEY), KEY, "must be 32 bytes in Base64");
        List<byte[]> former = new ArrayList<>();
        for (String each : settings.text(FORMER, "").split(",", -1)) {
            if (!each.isBlank()) {
                former.add(decode(each.strip(), FORMER, "must be keys of 32 bytes in Base64, separated by commas"));
            }
        }
        if (former.size() > MOST_FORMER) {
            throw Settings.malformed(FORMER, "must hold no more than " + MOST_FORMER + " keys");
        }
        return new MasterKeys(current, former);
    }

    /** @param key 32 random bytes */
    static MasterKeys only(byte[] key) {
        return new MasterKeys(key, List.of());
    }

    /** Seals with the current key and opens with that and every former one. */
    Aead opening() {
        return any;
    }

    /** Seals with the current key and opens nothing but what is sealed with it. */
    Aead current() {
        return newest;
    }

    @AccessesPartialKey
    private static Aead aead(byte[] current, List<byte[]> former) {
        try {
            AeadConfig.register();
            KeysetHandle.Builder keys = KeysetHandle.newBuilder()
                    .addEntry(
                            KeysetHandle.importKey(key(current)).withRandomId().makePrimary());
            for (byte[] each : former) {
                if (!Arrays.equals(each, current)) {
                    keys.addEntry(KeysetHandle.importKey(key(each)).withRandomId());
                }
            }
            return keys.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("32 bytes are a key", e);
        }
    }

    @AccessesPartialKey
    private static AesGcmKey key(byte[] bytes) throws GeneralSecurityException {
        AesGcmParameters parameters = AesGcmParameters.builder()
                .setKeySizeBytes(KEY_BYTES)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                .build();
        return AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                .build();
    }

    private static byte[] decode(String text, String name, String expectation) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Settings.malformed(name, expectation);
    }
}
