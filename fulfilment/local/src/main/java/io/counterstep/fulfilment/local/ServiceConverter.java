package io.counterstep.fulfilment.local;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a service's label on the command line. */
public final class ServiceConverter implements ITypeConverter<Service>, Iterable<String> {

    @Override
    public Service convert(String value) {
        String wanted = value.toLowerCase(Locale.ROOT);
        return Arrays.stream(Service.values())
                .filter(service -> service.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is no service; there are %s"
                        .formatted(
                                value,
                                Arrays.stream(Service.values())
                                        .map(Service::label)
                                        .collect(Collectors.joining(", ")))));
    }

    /** What a shell may complete. */
    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Service.values()).map(Service::label).iterator();
    }
}
