package io.counterstep.fulfilment.local.standin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells which database it was given. */
@SpringBootApplication
@RestController
public class StandInApplication {

    private final JdbcTemplate jdbc;

    StandInApplication(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(StandInApplication.class, arguments);
    }

    @GetMapping("/database")
    String database() {
        return String.valueOf(jdbc.queryForObject("select current_database()", String.class));
    }
}
