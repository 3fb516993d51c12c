package io.counterstep.fulfilment.payment;

import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentFailed;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentReply;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentSuccess;
import org.jspecify.annotations.Nullable;

/** What became of a request: charged, or refused for a reason. */
record Charge(PaymentRequested request, @Nullable String refusal) {

    PaymentStatus status() {
        return refusal == null ? PaymentStatus.CHARGED : PaymentStatus.REFUSED;
    }

    /**
     * Null if refused. Derived from the order id: an order is paid at most once, so it is unique without a sequence or an
     * index, and the same however often the order is asked for.
     */
    @Nullable
    String paymentId() {
        return refusal == null ? "pay-" + request.orderId() : null;
    }

    PaymentReply reply() {
        return refusal == null
                ? new PaymentSuccess(request.orderId(), paymentId())
                : new PaymentFailed(request.orderId(), refusal);
    }
}
