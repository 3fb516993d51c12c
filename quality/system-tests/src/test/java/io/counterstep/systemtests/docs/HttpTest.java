package io.counterstep.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/http.md lists every request that a controller answers, and no other. */
class HttpTest {

    private static final Pattern DOCUMENTED =
            Pattern.compile("^\\| `((?:GET|POST|PUT|DELETE) [^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern PREFIX = Pattern.compile("@RequestMapping\\((?:path = )?\"([^\"]*)\"");
    private static final Pattern MAPPING = Pattern.compile("@(Get|Post|Put|Delete)Mapping(?:\\((?:\"([^\"]*)\")?)?");

    @Test
    void everyRequestThatIsAnsweredIsDocumentedAndNoOther() {
        Set<String> answered = Repository.files().stream()
                .filter(it -> it.matches(".*/src/main/.*Controller\\.java"))
                .flatMap(it -> requestsOf(Repository.read(it)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = DOCUMENTED
                .matcher(Repository.read("docs/http.md"))
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isNotEmpty().isEqualTo(answered);
    }

    private static Stream<String> requestsOf(String controller) {
        Matcher prefix = PREFIX.matcher(controller);
        String start = prefix.find() ? prefix.group(1) : "";
        return MAPPING.matcher(controller).results().map(it -> method(it) + " " + start + path(it));
    }

    private static String method(MatchResult mapping) {
        return mapping.group(1).toUpperCase(Locale.ROOT);
    }

    private static String path(MatchResult mapping) {
        return mapping.group(2) == null ? "" : mapping.group(2);
    }
}
