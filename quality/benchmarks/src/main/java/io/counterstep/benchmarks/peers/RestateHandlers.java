package io.counterstep.benchmarks.peers;

import dev.restate.common.Request;
import dev.restate.common.Target;
import dev.restate.sdk.Context;
import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.serde.Serde;
import dev.restate.serde.jackson.JacksonSerdeFactory;
import io.counterstep.benchmarks.Order;
import io.counterstep.benchmarks.peers.ThreeSteps.Answer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The saga, and its participants, as handlers of Restate's services. */
final class RestateHandlers {

    /** The path of the saga at the ingress. */
    static final String SAGA_PATH = "/ThreeSteps/run";

    private static final JacksonSerdeFactory SERDES = JacksonSerdeFactory.DEFAULT;
    private static final Serde<Order> ORDER = SERDES.create(Order.class);
    private static final Serde<Answer> ANSWER = SERDES.create(Answer.class);
    private static final Serde<Boolean> BOOLEAN = SERDES.create(Boolean.class);
    private static final String ASK = "ask";
    private static final String UNDO = "undo";

    private RestateHandlers() {}

    /** Each step runs inside the saga's handler; its answer is journaled before the next begins. */
    static Endpoint steps(Executor executor) {
        return Endpoint.bind(saga(Inside::new, executor)).build();
    }

    /** Each step is a call to a service of its own. */
    static Endpoint calls(Executor executor) {
        Endpoint.Builder endpoint = Endpoint.bind(saga(Calling::new, executor));
        for (int step = 1; step <= ThreeSteps.NAMES.size(); step++) {
            endpoint.bind(participant(step, executor));
        }
        return endpoint.build();
    }

    private static ServiceDefinition saga(Function<Context, ThreeSteps.Durably> durably, Executor executor) {
        return ServiceDefinition.of(
                "ThreeSteps",
                ServiceType.SERVICE,
                List.of(handler(
                        "run", BOOLEAN, (context, order) -> ThreeSteps.run(order, durably.apply(context)), executor)));
    }

    private static ServiceDefinition participant(int step, Executor executor) {
        return ServiceDefinition.of(
                ThreeSteps.name(step),
                ServiceType.SERVICE,
                List.of(
                        handler(ASK, ANSWER, (context, order) -> ThreeSteps.asked(step, order), executor),
                        handler(UNDO, ANSWER, (context, order) -> ThreeSteps.undone(order), executor)));
    }

    private static <T> HandlerDefinition<Order, T> handler(
            String name, Serde<T> result, BiFunction<Context, Order, T> body, Executor executor) {
        return HandlerDefinition.of(
                name,
                HandlerType.SHARED,
                ORDER,
                result,
                HandlerRunner.of(
                        (Context context, Order order) -> body.apply(context, order),
                        SERDES,
                        HandlerRunner.Options.withExecutor(executor)));
    }

    private record Inside(Context context) implements ThreeSteps.Durably {

        @Override
        public Answer ask(int step, Order order) {
            return context.run(ThreeSteps.name(step), ANSWER, () -> ThreeSteps.asked(step, order));
        }

        @Override
        public Answer undo(int step, Order order) {
            return context.run("undo-" + ThreeSteps.name(step), ANSWER, () -> ThreeSteps.undone(order));
        }
    }

    private record Calling(Context context) implements ThreeSteps.Durably {

        @Override
        public Answer ask(int step, Order order) {
            return call(step, ASK, order);
        }

        @Override
        public Answer undo(int step, Order order) {
            return call(step, UNDO, order);
        }

        private Answer call(int step, String handler, Order order) {
            return context.call(Request.of(Target.service(ThreeSteps.name(step), handler), ORDER, ANSWER, order))
                    .await();
        }
    }
}
