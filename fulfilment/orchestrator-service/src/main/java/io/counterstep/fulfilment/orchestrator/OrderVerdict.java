package io.counterstep.fulfilment.orchestrator;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.core.migrate.VerdictReport;
import io.counterstep.orchestrator.Verdicts;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Whether this build could take over the orders that are on their way. */
public final class OrderVerdict {

    private OrderVerdict() {}

    /**
     * Holds this build's definitions against the orchestrator's database; reads only.
     *
     * @throws IllegalStateException if that database cannot be read, or is not the orchestrator's
     */
    public static VerdictReport of(String jdbcUrl, String user, String password) {
        return of(new DriverManagerDataSource(jdbcUrl, user, password));
    }

    static VerdictReport of(DataSource database) {
        try (AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext(OrderSagas.class)) {
            return Verdicts.of(
                    database,
                    definitions(beans),
                    beans.getBeanProvider(SagaMigration.class).orderedStream().toList());
        }
    }

    private static List<SagaDefinition<?>> definitions(ListableBeanFactory beans) {
        return beans.<SagaDefinition<?>>getBeanProvider(ResolvableType.forClass(SagaDefinition.class))
                .orderedStream()
                .toList();
    }
}
