package io.flame.kernel;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** A tenant's data key as it lies in the database: sealed, and bound to this tenant. */
final class Keysets {

    private Keysets() {}

    static String seal(KeysetHandle keyset, Aead master, TenantId tenant) throws GeneralSecurityException {
        return Base64.getEncoder()
                .encodeToString(TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, master, bound(tenant)));
    }

    static KeysetHandle open(String sealed, Aead master, TenantId tenant) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(Base64.getDecoder().decode(sealed), master, bound(tenant));
    }

    private static byte[] bound(TenantId tenant) {
        return (tenant.slug() + "/keyset").getBytes(StandardCharsets.UTF_8);
    }
}
