package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import io.counterstep.fulfilment.order.Mistake;
import io.counterstep.fulfilment.order.OrderRequest;
import io.counterstep.fulfilment.order.RejectedRequestException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of {@code POST /orders}: a pure function of its bytes. */
final class OrderRequestReader {

    private static final Set<String> ORDER_FIELDS = ordered("customerId", "lines", "destination");
    private static final Set<String> LINE_FIELDS = ordered("sku", "quantity");
    private static final Set<String> DESTINATION_FIELDS = ordered("country", "postalCode");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** Longer ones than any country's code are named as wrong countries, not as long texts. */
    private static final int MAX_COUNTRY_LENGTH = 100;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private OrderRequestReader() {}

    /** @throws RejectedRequestException naming every mistake that could be found */
    static OrderRequest read(byte[] body) {
        Mistakes mistakes = new Mistakes();
        JsonFields order = JsonFields.of(parse(body), "", ORDER_FIELDS, mistakes);
        String customerId = order.text("customerId", OrderRequest.MAX_CUSTOMER_ID_LENGTH);
        List<OrderRequest.Line> lines =
                order.array("lines", OrderRequest.MAX_LINES, (node, path) -> line(node, path, mistakes));
        Destination destination = destination(order, mistakes);
        mistakes.throwIfAny();
        return new OrderRequest(
                Objects.requireNonNull(customerId, "customerId"),
                lines,
                Objects.requireNonNull(destination, "destination"));
    }

    private static OrderRequest.@Nullable Line line(JsonNode node, String path, Mistakes mistakes) {
        JsonFields line = JsonFields.of(node, path, LINE_FIELDS, mistakes);
        String sku = line.text("sku", OrderRequest.MAX_SKU_LENGTH);
        Integer quantity = line.wholeNumber("quantity", 1, OrderRequest.MAX_QUANTITY);
        return sku == null || quantity == null ? null : new OrderRequest.Line(sku, quantity);
    }

    private static @Nullable Destination destination(JsonFields order, Mistakes mistakes) {
        JsonFields fields = order.object("destination", DESTINATION_FIELDS);
        if (fields == null) {
            return null;
        }
        String country = fields.text("country", MAX_COUNTRY_LENGTH);
        if (country != null && !COUNTRIES.contains(country)) {
            mistakes.unacceptable(
                    fields.pathOf("country"),
                    "must be a country's ISO 3166 alpha-2 code in capitals, such as KR, found "
                            + Texts.quoted(country));
        }
        String postalCode = fields.optionalText("postalCode", OrderRequest.MAX_POSTAL_CODE_LENGTH);
        return country == null ? null : new Destination(country, postalCode);
    }

    private static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw new RejectedRequestException(Mistake.malformed("", "must be a JSON object, found an empty body"));
        }
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isMissingNode()) {
                throw new RejectedRequestException(
                        Mistake.malformed("", "must be a JSON object, found only white space"));
            }
            return root;
        } catch (NumberFormatException beyond) {
            throw new RejectedRequestException(
                    Mistake.malformed("", "must be one JSON object: it holds a number that is beyond all bounds"));
        } catch (JacksonException broken) {
            throw new RejectedRequestException(
                    Mistake.malformed("", "must be one JSON object: " + broken.getOriginalMessage() + where(broken)));
        }
    }

    private static String where(JacksonException broken) {
        return broken.getLocation() == null
                ? ""
                : " (line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr() + ")";
    }

    private static Set<String> ordered(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }
}
