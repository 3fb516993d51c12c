package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;

/** The participants that do and undo steps: their table, its states, and the messages on the way back. */
enum Party {
    PAYMENT(Service.PAYMENT, "payment", "CHARGED", "REFUNDED", "PAYMENT_CANCEL", "PAYMENT_CANCELED"),
    INVENTORY(
            Service.INVENTORY, "reservation", "RESERVED", "ROLLED_BACK", "INVENTORY_ROLLBACK", "INVENTORY_ROLLED_BACK"),
    SHIPPING(Service.SHIPPING, "shipment", "BOOKED", "CANCELED", "SHIPPING_CANCEL", "SHIPPING_CANCELED");

    static final String NONE = "none";
    static final String REFUSED = "REFUSED";

    private final Service service;
    private final String table;
    private final String inEffect;
    private final String undone;
    private final String undo;
    private final String confirmation;

    Party(Service service, String table, String inEffect, String undone, String undo, String confirmation) {
        this.service = service;
        this.table = table;
        this.inEffect = inEffect;
        this.undone = undone;
        this.undo = undo;
        this.confirmation = confirmation;
    }

    Service service() {
        return service;
    }

    /** The step of the saga, named like the service. */
    String step() {
        return service.label();
    }

    /** The table of what orders have there, which is how it is called for people too. */
    String table() {
        return table;
    }

    String inEffect() {
        return inEffect;
    }

    /** The command that undoes the step. */
    String undo() {
        return undo;
    }

    String confirmation() {
        return confirmation;
    }

    String commands() {
        return service.label() + "-commands";
    }

    String events() {
        return service.label() + "-events";
    }

    /** The status that an order's row must have there by the ledger. */
    String statusBy(Entry entry) {
        if (entry.request() == null) {
            return NONE;
        }
        if (!entry.tookEffect()) {
            return REFUSED;
        }
        return entry.compensation() == null ? inEffect : undone;
    }
}
