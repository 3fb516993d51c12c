package io.counterstep.systemtests.console;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the stage and the browser in the root store, which JUnit closes after the last test of the JVM. */
final class ConsoleInBrowser implements ExecutionCondition, ParameterResolver {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleInBrowser.class);
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ConsoleInBrowser.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.installed().isPresent()) {
            return ConditionEvaluationResult.enabled("there is a Chromium");
        }
        String loud = "THE CONSOLE IS NOT TESTED IN A BROWSER: no Chromium on the PATH, and " + Chromium.VARIABLE
                + " names none. On Debian: apt-get install chromium fonts-noto-cjk";
        LOG.warn("{} ({} skipped)", loud, context.getDisplayName());
        return ConditionEvaluationResult.disabled(loud);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Stage.class || type == Chromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        return parameter.getParameter().getType() == Stage.class
                ? store.computeIfAbsent(Stage.class, key -> Stage.set(), Stage.class)
                : store.computeIfAbsent(
                        Chromium.class,
                        key -> Chromium.start(Chromium.installed().orElseThrow()),
                        Chromium.class);
    }
}
