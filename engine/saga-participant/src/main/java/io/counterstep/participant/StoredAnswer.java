package io.counterstep.participant;

import io.counterstep.messaging.JsonBody;

/** An answer as the ledger keeps it: sent again byte for byte. */
record StoredAnswer(String type, JsonBody body) {}
