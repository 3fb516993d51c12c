package io.counterstep.fulfilment.payment;

import static io.counterstep.fulfilment.contracts.PaymentVocabulary.CANCEL;
import static io.counterstep.fulfilment.contracts.PaymentVocabulary.PAYMENT;
import static io.counterstep.fulfilment.contracts.PaymentVocabulary.REQUEST;

import io.counterstep.participant.Handlers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which command runs which method. */
@Configuration(proxyBeanMethods = false)
class PaymentHandlers {

    @Bean
    Handlers handlersOfPayment(PaymentService service) {
        return Handlers.of(PAYMENT)
                .onBatch(REQUEST, service::charge)
                .onBatch(CANCEL, service::refund)
                .audit(REQUEST, service::charged)
                .build();
    }
}
