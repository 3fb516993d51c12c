package io.counterstep.spring;

import io.counterstep.orchestrator.SagaFilter;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaView;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sagas as a file, the newest first: read page by page and written as they come, so that neither heap nor database holds them
 * all. Between two pages it holds no connection to the database. Thread-safe.
 */
final class SagaExport {

    static final int DEFAULT_MAX = 10_000;

    /** The most sagas of one file. */
    static final int MOST = 100_000;

    /** The most exports at a time, since each is a request that takes long. */
    static final int AT_ONCE = 2;

    private static final int PAGE = SagaQueries.MAX_LIMIT;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Pages pages;
    private final Semaphore running = new Semaphore(AT_ONCE);

    /** Where the sagas come from. */
    interface Pages {
        SagaView.Page search(SagaFilter filter, int limit, @Nullable String cursor);
    }

    SagaExport(Pages pages) {
        this.pages = pages;
    }

    /** How the file is written, by its parameter in lower case. */
    enum Format {
        /** RFC 4180, UTF-8, with a title line. */
        CSV("text/csv"),
        /** {@code {"sagas":[…],"nextCursor":…}}, each as in a page of a search. */
        JSON("application/json");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        static Format of(String name) {
            return switch (name) {
                case "csv" -> CSV;
                case "json" -> JSON;
                default ->
                    throw Problems.of(
                            HttpStatus.BAD_REQUEST, "format must be one of [csv, json], found '" + name + "'");
            };
        }
    }

    /** @throws org.springframework.web.ErrorResponseException 503, if too many are exported already */
    void write(SagaFilter filter, int max, Format format, HttpServletResponse response) throws IOException {
        if (!running.tryAcquire()) {
            throw Problems.comeBack("sagas are exported " + AT_ONCE + " times already; send it again later");
        }
        try {
            // read before anything is said, so that what fails at once is still told as a problem
            SagaView.Page first = pages.search(filter, Math.min(PAGE, max), null);
            response.setContentType(format.type);
            response.setCharacterEncoding("UTF-8");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"sagas." + format.name().toLowerCase(Locale.ROOT) + "\"");
            Writer out = response.getWriter();
            switch (format) {
                case CSV -> csv(filter, max, first, out);
                case JSON -> json(filter, max, first, out);
            }
            out.flush();
        } finally {
            running.release();
        }
    }

    private void csv(SagaFilter filter, int max, SagaView.Page first, Writer out) throws IOException {
        out.write(Csv.line(Arrays.stream(Column.values()).map(it -> it.title).toList()));
        each(
                filter,
                max,
                first,
                out,
                saga -> out.write(Csv.line(
                        Arrays.stream(Column.values()).map(it -> it.of(saga)).toList())));
    }

    private void json(SagaFilter filter, int max, SagaView.Page first, Writer out) throws IOException {
        out.write("{\"sagas\":[");
        String[] separator = {"\n"};
        String next = each(filter, max, first, out, saga -> {
            out.write(separator[0]);
            out.write(JSON.writeValueAsString(saga));
            separator[0] = ",\n";
        });
        out.write("\n],\"nextCursor\":" + JSON.writeValueAsString(next) + "}\n");
    }

    private interface Each {
        void write(SagaView saga) throws IOException;
    }

    /** @return where it would go on beyond the bound; null if that was all */
    private @Nullable String each(SagaFilter filter, int max, SagaView.Page first, Writer out, Each each)
            throws IOException {
        SagaView.Page page = first;
        int left = max;
        // ends at the oldest saga at the latest: each page begins behind the one before
        while (true) {
            for (SagaView saga : page.sagas()) {
                each.write(saga);
            }
            left -= page.sagas().size();
            String next = page.nextCursor();
            if (next == null || left == 0) {
                return next;
            }
            // also how one learns that the client is gone
            out.flush();
            page = pages.search(filter, Math.min(PAGE, left), next);
        }
    }

    /** What a CSV file tells of a saga. */
    private enum Column {
        ID("id", SagaView::id),
        DEFINITION("definition", SagaView::definition),
        VERSION("version", SagaView::version),
        KEY("key", SagaView::key),
        STATE("state", SagaView::state),
        STEP("step", SagaView::step),
        REASON("reason", SagaView::reason),
        PARENT("parent", SagaView::parent),
        STARTED_AT("startedAt", SagaView::startedAt),
        UPDATED_AT("updatedAt", SagaView::updatedAt);

        private final String title;
        private final Function<SagaView, @Nullable Object> value;

        Column(String title, Function<SagaView, @Nullable Object> value) {
            this.title = title;
            this.value = value;
        }

        String of(SagaView saga) {
            Object it = value.apply(saga);
            return it == null ? "" : it.toString();
        }
    }
}
