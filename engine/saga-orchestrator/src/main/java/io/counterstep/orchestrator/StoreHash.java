package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.core.message.SagaId;
import java.util.zip.CRC32C;

/**
 * Says in which of so many databases a saga lives: the CRC-32C of its id in UTF-8, mixed by the finalizer of MurmurHash3, as an
 * unsigned number modulo their count. Sagas lie where this has put them, so it never changes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4">RFC 3720, CRC-32C</a>
 * @see <a href="https://github.com/aappleby/smhasher/wiki/MurmurHash3">MurmurHash3, fmix32</a>
 */
final class StoreHash {

    private StoreHash() {}

    static int storeOf(SagaId saga, int stores) {
        CRC32C crc = new CRC32C();
        crc.update(saga.toString().getBytes(UTF_8));
        return Integer.remainderUnsigned(mixed((int) crc.getValue()), stores);
    }

    /** A checksum is linear: ids that differ in a few digits only could all fall on one remainder. */
    private static int mixed(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        h ^= h >>> 16;
        return h;
    }
}
