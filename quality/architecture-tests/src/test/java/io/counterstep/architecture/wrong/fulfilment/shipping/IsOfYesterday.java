package io.counterstep.architecture.wrong.fulfilment.shipping;

import java.util.Date;

class IsOfYesterday {
    Date yesterday = new Date();
}
