package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Answers of the API as they were recorded, and one reader. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-03-01T12:05:00Z");

    static final String ID = "fulfil-order:7";

    static final String DEFINITION = """
            {"name":"fulfil-order","version":1,"startedBy":"ORDER_CREATED","canceledBy":"ORDER_CANCEL_REQUESTED","deadline":null,
             "steps":[
              {"name":"payment","stage":1,"kind":"COMPENSATABLE","optional":false,"participant":"payment","command":"PAYMENT_REQUESTED",
               "child":null,"waitsFor":["PAYMENT_SUCCESS","PAYMENT_FAILED"],"refusal":"PAYMENT_FAILED","compensation":"PAYMENT_CANCEL",
               "deadline":"PT30S","resendAfter":"PT5S","attempts":30},
              {"name":"inventory","stage":2,"kind":"COMPENSATABLE","optional":false,"participant":"inventory",
               "command":"INVENTORY_REQUESTED","child":null,"waitsFor":["INVENTORY_SUCCESS"],"refusal":null,
               "compensation":"INVENTORY_ROLLBACK","deadline":"PT30S","resendAfter":"PT5S","attempts":30},
              {"name":"shipping","stage":2,"kind":"PIVOT","optional":true,"participant":"shipping","command":"SHIPPING_REQUESTED",
               "child":null,"waitsFor":["SHIPPING_SUCCESS"],"refusal":null,"compensation":null,
               "deadline":null,"resendAfter":"PT5S","attempts":30}],
             "completedWith":"ORDER_COMPLETE","canceledWith":"ORDER_CANCEL"}""";

    static final String SAGA = """
            {"id":"fulfil-order:7","definition":"fulfil-order","version":1,"key":"7","state":"RUNNING","step":"inventory",
             "reason":null,"parent":null,"startedAt":"2026-03-01T12:00:00Z","updatedAt":"2026-03-01T12:00:02Z",
             "waits":[{"step":"inventory","action":"invoke","attempt":2,"failures":0,"resendAt":"2026-03-01T12:06:00Z",
                       "deadline":"2026-03-01T12:10:00Z","heldBy":null,"stuck":null}],
             "outcomes":{"payment":"SUCCEEDED"},
             "facts":{"ORDER_CREATED":{"orderId":"7","customerId":"alice","total":{"currency":"KRW","minorUnits":258000}},
                      "PAYMENT_SUCCESS":{"orderId":"7"}}}""";

    static final String HISTORY = """
            {"saga":"fulfil-order:7","transitions":[
             {"revision":1,"at":"2026-03-01T12:00:00Z","kind":"STARTED","step":"payment","from":"RUNNING","to":"RUNNING",
              "message":"ORDER_CREATED","commands":["PAYMENT_REQUESTED"],"detail":null},
             {"revision":2,"at":"2026-03-01T12:00:02Z","kind":"STEP_SUCCEEDED","step":"payment","from":"RUNNING","to":"RUNNING",
              "message":"PAYMENT_SUCCESS","commands":["INVENTORY_REQUESTED"],"detail":null}]}""";

    static final String MESSAGES = """
            {"saga":"fulfil-order:7","messages":[
             {"revision":1,"at":"2026-03-01T12:00:00Z","direction":"IN","type":"ORDER_CREATED","step":"payment","action":null,
              "topic":"order-events","id":null,"body":{"orderId":"7","customerId":"alice"},"attempts":1,"note":null},
             {"revision":1,"at":"2026-03-01T12:00:00Z","direction":"OUT","type":"PAYMENT_REQUESTED","step":"payment",
              "action":"invoke","topic":"payment-commands","id":"fulfil-order:7/payment/invoke","body":{"amount":1},
              "attempts":2,"note":null},
             {"revision":2,"at":"2026-03-01T12:00:02Z","direction":"OUT","type":"INVENTORY_REQUESTED","step":"inventory",
              "action":"invoke","topic":"inventory-commands","id":"x","body":null,"attempts":1,
              "note":"its version is not here"}]}""";

    static final String WHY = """
            {"saga":"fulfil-order:7","state":"RUNNING","sentence":"It waits for inventory, which has not read the command yet.",
             "waits":[{"step":"inventory","action":"invoke","reason":"NOT_READ","sentence":"inventory has not read it",
              "command":{"id":"fulfil-order:7/inventory/invoke","type":"INVENTORY_REQUESTED","participant":"inventory",
               "saidAt":"2026-03-01T12:00:02Z","lastSaidAt":"2026-03-01T12:04:50Z","attempts":2,"topic":"inventory-commands","partition":3,"offset":422,"found":null},
              "consumers":[{"group":"inventory-service-inventory","committed":400,"lag":22,"hasRead":false}],
              "deadLetters":[{"id":9,"state":"REPLAYED","reason":"could not be read"}],
              "gate":null,"nextCheckAt":"2026-03-01T12:06:00Z","deadlineAt":"2026-03-01T12:10:00Z",
              "then":"the command is sent again"}]}""";

    private Samples() {}

    static JsonNode json(String text) {
        return ApiJson.read(text);
    }

    static Visit visit(Language language) {
        return new Visit(
                new Preferences(language, Theme.SYSTEM, ""), WordsTest.in(language), NOW, "/console", "", false);
    }

    /** A saga with all that its page asks for. */
    static void saga(FakeApi api) {
        api.answers("GET /api/sagas/" + ID, SAGA)
                .answers("GET /api/sagas/" + ID + "/history", HISTORY)
                .answers("GET /api/sagas/" + ID + "/messages", MESSAGES)
                .answers("GET /api/sagas/" + ID + "/why", WHY)
                .answers("GET /api/definitions/fulfil-order/versions/1", DEFINITION);
    }

    /** The same document with every text in it replaced that is no time, as if somebody had tried to break the pages. */
    static String hostile(String document, String text) {
        return replaced(json(document), text).toString();
    }

    private static JsonNode replaced(JsonNode node, String text) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = ApiJson.object();
            object.properties().forEach(it -> copy.set(it.getKey(), replaced(it.getValue(), text)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = ApiJson.object().putArray("copy");
            array.forEach(it -> copy.add(replaced(it, text)));
            return copy;
        }
        boolean keep = !node.isString() || node.stringValue().matches("\\d{4}-.*T.*Z");
        return keep ? node : StringNode.valueOf(text);
    }
}
