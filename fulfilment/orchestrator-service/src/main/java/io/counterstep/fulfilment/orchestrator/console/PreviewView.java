package io.counterstep.fulfilment.orchestrator.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operation would do.
 *
 * @param commands what would go out, in that order
 * @param atStake what the saga is about; empty if that is no money
 * @param moved the money that the commands name; empty if none does
 * @param seal the same for the same effect: what is confirmed must be what was seen
 */
record PreviewView(
        String state,
        String stateLabel,
        String waits,
        List<Command> commands,
        List<String> irreversible,
        String atStake,
        String moved,
        String seal) {

    /** What belongs to the effect and not to the moment at which it was asked for. */
    private static final List<String> SEALED = List.of("state", "outcomes", "commands", "irreversible");

    /** A command as it would be published; with the reason if it could not be. */
    record Command(String type, String participant, String topic, String id, String body, String problem) {}

    static PreviewView of(JsonNode effect, JsonNode saga, Words words) {
        String state = ApiJson.text(effect, "state");
        List<JsonNode> commands = ApiJson.list(effect, "commands");
        return new PreviewView(
                state,
                words.label("state", state),
                String.join(
                        ", ",
                        ApiJson.list(effect, "waits").stream()
                                .map(it -> ApiJson.text(it, "step"))
                                .toList()),
                commands.stream().map(PreviewView::command).toList(),
                Consequence.in(words, ApiJson.texts(effect, "irreversible")),
                MoneyAtStake.ofSaga(saga.path("facts")).shown(words.locale()),
                MoneyAtStake.ofCommands(commands.stream()
                                .map(it -> ApiJson.child(it, "body"))
                                .filter(Objects::nonNull)
                                .toList())
                        .shown(words.locale()),
                seal(effect));
    }

    private static Command command(JsonNode it) {
        JsonNode body = ApiJson.child(it, "body");
        return new Command(
                ApiJson.text(it, "type"),
                ApiJson.text(it, "participant"),
                ApiJson.text(it, "topic"),
                ApiJson.text(it, "id"),
                body == null ? "" : ApiJson.pretty(body),
                ApiJson.text(it, "problem"));
    }

    private static String seal(JsonNode effect) {
        ObjectNode sealed = ApiJson.object();
        SEALED.forEach(it -> sealed.set(it, effect.path(it)));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(sealed.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }
}
