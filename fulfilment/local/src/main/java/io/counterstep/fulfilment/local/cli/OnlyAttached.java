package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** For an option whose value may be left out: it must be attached by "=", so that the next word is never taken for it. */
final class OnlyAttached implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own signature
    public boolean preprocess(
            Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> information) {
        if (" ".equals(information.get("separator"))) {
            words.push(((OptionSpec) argument).fallbackValue());
        }
        return false;
    }
}
