package io.counterstep.fulfilment.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one running service to the tests, empty of orders before each; it is closed after the last test class. */
@NullMarked
class OrderServiceExtension implements ParameterResolver, BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        service(context).clear();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningOrderService.class;
    }

    @Override
    public RunningOrderService resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return service(context);
    }

    private static RunningOrderService service(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(OrderServiceExtension.class))
                .computeIfAbsent(RunningOrderService.class, type -> start(), RunningOrderService.class);
    }

    private static RunningOrderService start() {
        try {
            return new RunningOrderService();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
