package io.counterstep.fulfilment.shipping;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Knows which carrier serves which country. */
@Repository
class CarrierStore {

    private static final String PREFERRED = """
            select distinct on (area.country) area.country, carrier.code, carrier.tracking_prefix
              from service_area area
              join carrier on carrier.code = area.carrier
             where area.country = any(?)
             order by area.country, area.preference
            """;

    private final JdbcClient jdbc;

    CarrierStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The first carrier of each of these countries; countries that none serves are left out. */
    Map<String, Carrier> preferred(Stream<String> countries) {
        Map<String, Carrier> byCountry = new HashMap<>();
        jdbc.sql(PREFERRED).param(countries.distinct().toArray(String[]::new)).query(row -> {
            byCountry.put(
                    row.getString("country"), new Carrier(row.getString("code"), row.getString("tracking_prefix")));
        });
        return byCountry;
    }
}
