package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who reads which page, how and when.
 *
 * @param path without the context path
 * @param query the encoded query, without what is chosen for the language and the theme; empty if there is none
 * @param demo whether there is a page that tries the demo out
 */
record Visit(Preferences preferences, Words words, Instant now, String path, String query, boolean demo) {

    private static final List<Section> SECTIONS = List.of(
            new Section("overview", "/console"),
            new Section("sagas", "/console/sagas"),
            new Section("definitions", "/console/definitions"),
            new Section("letters", "/console/dead-letters"),
            new Section("audit", "/console/audit"),
            new Section("bulk", "/console/bulk"));

    private static final Section TRY = new Section("try", TryPage.PATH);

    /** An entry of the navigation. */
    record Section(String key, String path) {}

    /** Another way to see this page. */
    record Choice(String label, String href, String lang, boolean current) {}

    public String lang() {
        return preferences.language().tag();
    }

    public String theme() {
        return preferences.theme().label();
    }

    public List<Section> sections() {
        return demo ? Stream.concat(SECTIONS.stream(), Stream.of(TRY)).toList() : SECTIONS;
    }

    /** The overview is the root of all paths, and only of itself. */
    public boolean isIn(Section section) {
        return path.equals(section.path())
                || !section.path().equals(ConsoleFilter.PATH) && path.startsWith(section.path() + "/");
    }

    public List<Choice> languages() {
        List<Choice> choices = new ArrayList<>();
        for (Language it : Language.values()) {
            choices.add(new Choice(
                    it.title(), with(Preferences.LANGUAGE, it.tag()), it.tag(), it == preferences.language()));
        }
        return choices;
    }

    public List<Choice> themes() {
        return Arrays.stream(Theme.values())
                .map(it -> new Choice(
                        words.text("theme." + it.label()),
                        with(Preferences.THEME, it.label()),
                        lang(),
                        it == preferences.theme()))
                .toList();
    }

    private String with(String name, String value) {
        return "?" + (query.isEmpty() ? "" : query + "&") + name + "=" + value;
    }
}
