package io.counterstep.fulfilment.payment;

import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentReply;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/**
 * Takes the place of the real one in the demo, and refuses what {@link Mischief} picks. Such a refusal is a refusal like
 * any other: stored with its reason, and the same however often the order is asked for, since the engine's ledger brings
 * a request here only once.
 */
@Service
@Primary
@Profile("demo")
class DemoPaymentService extends PaymentService {

    static final String REASON = "refused on purpose by the demo's mischief";

    private final PaymentStore payments;
    private final Mischief mischief;

    DemoPaymentService(AccountStore accounts, PaymentStore payments, Mischief mischief) {
        super(accounts, payments);
        this.payments = payments;
        this.mischief = mischief;
    }

    @Override
    public List<PaymentReply> charge(List<PaymentRequested> requests) {
        BitSet picked = mischief.next(requests.size());
        if (picked.isEmpty()) {
            return super.charge(requests);
        }
        List<Charge> refused = picked.stream()
                .mapToObj(it -> new Charge(requests.get(it), REASON))
                .toList();
        List<PaymentReply> replies = new ArrayList<>(super.charge(IntStream.range(0, requests.size())
                .filter(it -> !picked.get(it))
                .mapToObj(requests::get)
                .toList()));
        payments.record(refused);
        Iterator<Charge> next = refused.iterator();
        // Ascending, so that each is put where it will stay.
        picked.stream().forEach(it -> replies.add(it, next.next().reply()));
        return replies;
    }
}
