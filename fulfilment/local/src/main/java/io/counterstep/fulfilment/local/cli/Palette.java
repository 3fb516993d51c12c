package io.counterstep.fulfilment.local.cli;

/** Colours where they are wanted, plain text elsewhere. */
record Palette(boolean enabled) {

    String red(String text) {
        return paint("31", text);
    }

    String green(String text) {
        return paint("32", text);
    }

    String yellow(String text) {
        return paint("33", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    /** Orders, sagas and gates share their words. */
    String state(String text) {
        return switch (text.strip()) {
            case "COMPLETED" -> green(text);
            case "CANCELED", "COMPENSATING", "PAUSED", "RECOVERING" -> yellow(text);
            case "NEEDS_ATTENTION", "TRIPPED" -> red(text);
            default -> text;
        };
    }

    private String paint(String code, String text) {
        return enabled ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
