package io.counterstep.testing;

/** What happens now; {@link Then} is about its outcome alone. */
public final class When<S> extends Acts<S, When<S>> {

    When(Story<S> story) {
        super(story);
        story.forgetCommands();
    }

    public Then<S> then() {
        return new Then<>(story);
    }

    @Override
    When<S> self() {
        return this;
    }

    @Override
    String stage() {
        return "when";
    }

    @Override
    void happened(String what) {
        story.log(stage(), what);
    }
}
