package io.counterstep.testing;

import io.counterstep.core.decide.Decision;

/** What happened before. An input that is ignored here is a mistake of the test, and fails it at once. */
public final class Given<S> extends Acts<S, Given<S>> {

    Given(Story<S> story) {
        super(story);
    }

    public When<S> when() {
        return new When<>(story);
    }

    @Override
    Given<S> self() {
        return this;
    }

    @Override
    String stage() {
        return "given";
    }

    @Override
    void happened(String what) {
        story.log(stage(), what);
        if (story.lastDecision() instanceof Decision.Ignored ignored) {
            throw story.failure("what is given must move the saga, but " + what + " was ignored: " + ignored.reason());
        }
    }
}
