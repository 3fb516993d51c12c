package io.counterstep.fulfilment.shipping;

import static io.counterstep.fulfilment.contracts.ShippingVocabulary.CANCEL;
import static io.counterstep.fulfilment.contracts.ShippingVocabulary.REQUEST;
import static io.counterstep.fulfilment.contracts.ShippingVocabulary.SHIPPING;

import io.counterstep.participant.Handlers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which command runs which method. */
@Configuration(proxyBeanMethods = false)
class ShippingHandlers {

    @Bean
    Handlers handlersOfShipping(ShippingService service) {
        return Handlers.of(SHIPPING)
                .onBatch(REQUEST, service::book)
                .onBatch(CANCEL, service::cancel)
                .audit(REQUEST, service::booked)
                .build();
    }
}
