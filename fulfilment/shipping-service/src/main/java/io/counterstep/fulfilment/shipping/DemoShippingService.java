package io.counterstep.fulfilment.shipping;

import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingCancel;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingReply;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import java.util.List;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** Takes the place of the real one in the demo, and is as slow as {@link Mischief} wants; else it is the same. */
@Service
@Primary
@Profile("demo")
class DemoShippingService extends ShippingService {

    private final Mischief mischief;

    DemoShippingService(CarrierStore carriers, ShipmentStore shipments, Mischief mischief) {
        super(carriers, shipments);
        this.mischief = mischief;
    }

    @Override
    public List<ShippingReply> book(List<ShippingRequested> requests) {
        mischief.slowDown();
        return super.book(requests);
    }

    @Override
    public void cancel(List<ShippingCancel> cancels) {
        mischief.slowDown();
        super.cancel(cancels);
    }
}
