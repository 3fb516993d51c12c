package io.counterstep.architecture.wrong.fulfilment.shipping;

import jakarta.persistence.Entity;

@Entity
class IsMapped {}
