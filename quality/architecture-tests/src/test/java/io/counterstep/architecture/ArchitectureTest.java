package io.counterstep.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final JavaClasses REAL = Layers.realClasses();
    private static final JavaClasses WRONG = Layers.wrongClasses();

    @ParameterizedTest
    @MethodSource("rules")
    void theCodeKeepsEachRule(Rule rule) {
        rule.in().apply(Layers.REAL).check(REAL);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void eachRuleReportsTheCodeThatBreaksIt(Rule rule) {
        List<String> reported =
                rule.in().apply(Layers.WRONG).evaluate(WRONG).getFailureReport().getDetails();

        assertThat(reported).anyMatch(it -> it.contains(rule.offender()));
    }

    @Test
    void everyModuleIsLookedAt() {
        List<String> layers = List.of("core.decide", "messaging", "orchestrator", "participant", "spring", "testing");
        List<String> services =
                List.of("contracts", "order", "payment", "inventory", "shipping", "orchestrator", "local");
        Stream<String> packages =
                Stream.concat(layers.stream(), services.stream().map(it -> "fulfilment." + it));

        assertThat(packages).allMatch(it -> REAL.containPackage("io.counterstep." + it));
    }

    static Stream<Rule> rules() {
        return Stream.concat(Rule.ARROWS.stream(), Rule.HOUSE.stream());
    }
}
