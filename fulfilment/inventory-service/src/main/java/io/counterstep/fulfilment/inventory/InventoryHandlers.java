package io.counterstep.fulfilment.inventory;

import static io.counterstep.fulfilment.contracts.InventoryVocabulary.INVENTORY;
import static io.counterstep.fulfilment.contracts.InventoryVocabulary.REQUEST;
import static io.counterstep.fulfilment.contracts.InventoryVocabulary.ROLLBACK;

import io.counterstep.participant.Handlers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which command runs which method. */
@Configuration(proxyBeanMethods = false)
class InventoryHandlers {

    @Bean
    Handlers handlersOfInventory(InventoryService service) {
        return Handlers.of(INVENTORY)
                .onBatch(REQUEST, service::reserve)
                .onBatch(ROLLBACK, service::rollBack)
                .audit(REQUEST, service::reserved)
                .build();
    }
}
