package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Status;
import io.counterstep.orchestrator.SagaFilter;
import io.counterstep.orchestrator.SagaView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SagaExportTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Shelf shelf = new Shelf();
    private final SagaExport export = new SagaExport(shelf);
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    /** So many sagas of which a page holds no more than its look found. */
    private static final class Shelf implements SagaExport.Pages {
        int sagas = 2;
        int foundByALook = Integer.MAX_VALUE;
        String reason = "no reason";
        final List<Integer> limits = new ArrayList<>();
        Runnable whileReading = () -> {};

        @Override
        public SagaView.Page search(SagaFilter filter, int limit, @Nullable String cursor) {
            assertThat(filter).isEqualTo(FILTER);
            limits.add(limit);
            whileReading.run();
            int from = cursor == null ? 0 : Integer.parseInt(cursor);
            int to = Math.min(sagas, from + Math.min(limit, foundByALook));
            List<SagaView> page =
                    IntStream.range(from, to).mapToObj(it -> saga(it, reason)).toList();
            return new SagaView.Page(page, to < sagas ? "" + to : null, null);
        }
    }

    private static final SagaFilter FILTER = SagaFilter.any().withState(Status.CANCELED);

    private static SagaView saga(int number, String reason) {
        return new SagaView(
                "errand:" + number,
                "errand",
                1,
                "" + number,
                "CANCELED",
                null,
                reason,
                null,
                NOON,
                NOON,
                List.of(),
                Map.of(),
                null);
    }

    private String written(int max, SagaExport.Format format) throws IOException {
        export.write(FILTER, max, format, response);
        return response.getContentAsString();
    }

    private List<String> lines(int max) throws IOException {
        return written(max, SagaExport.Format.CSV).lines().toList();
    }

    @Test
    void aTableHasATitleLineAndALineForEachSaga() throws IOException {
        shelf.reason = "PAYMENT_FAILED: \"low\", he says";

        assertThat(lines(10))
                .containsExactly(
                        "id,definition,version,key,state,step,reason,parent,startedAt,updatedAt",
                        "errand:0,errand,1,0,CANCELED,,\"PAYMENT_FAILED: \"\"low\"\", he says\",,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z",
                        "errand:1,errand,1,1,CANCELED,,\"PAYMENT_FAILED: \"\"low\"\", he says\",,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z");
        assertThat(response.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(response.getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"sagas.csv\"");
    }

    @ParameterizedTest
    @CsvSource({"'=1+1'", "'+1'", "'-1'", "'@sum(A1)'", "'\t=1'", "'\r=1'"})
    void aCellThatASpreadsheetWouldTakeForAFormulaIsDefused(String reason) throws IOException {
        shelf.reason = reason;

        assertThat(written(1, SagaExport.Format.CSV)).contains("'" + reason).doesNotContain("," + reason);
    }

    @Test
    void aFileHoldsAllPagesAlsoThoseOfALookThatFoundFew() throws IOException {
        shelf.sagas = 1_201;
        shelf.foundByALook = 300;

        assertThat(lines(10_000)).hasSize(1 + 1_201).doesNotHaveDuplicates();
        assertThat(shelf.limits).hasSize(5).containsOnly(500);
    }

    @Test
    void aFileEndsAtItsBoundAndAsJsonSaysWhereItWouldGoOn() throws IOException {
        shelf.sagas = 10_000;
        assertThat(lines(700)).hasSize(1 + 700);
        assertThat(shelf.limits).containsExactly(500, 200);

        MockHttpServletResponse json = new MockHttpServletResponse();
        export.write(FILTER, 600, SagaExport.Format.JSON, json);
        JsonNode file = JsonMapper.shared().readTree(json.getContentAsString());
        assertThat(file.get("sagas")).hasSize(600);
        assertThat(file.get("sagas").get(599).get("startedAt").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(file.get("nextCursor").asString()).isEqualTo("600");
    }

    @Test
    void noSagasAreAnEmptyFile() throws IOException {
        shelf.sagas = 0;
        assertThat(lines(10)).hasSize(1);

        MockHttpServletResponse json = new MockHttpServletResponse();
        export.write(FILTER, 10, SagaExport.Format.JSON, json);
        assertThat(JsonMapper.shared()
                        .readTree(json.getContentAsString())
                        .get("nextCursor")
                        .isNull())
                .isTrue();
    }

    @Test
    void moreThanSoManyAtATimeAreToldToComeBackAndLaterTheyMay() throws IOException {
        List<Throwable> refused = new ArrayList<>();
        int[] depth = {0};
        shelf.whileReading = () -> {
            if (depth[0]++ < SagaExport.AT_ONCE) {
                try {
                    export.write(FILTER, 1, SagaExport.Format.CSV, new MockHttpServletResponse());
                } catch (ErrorResponseException | IOException e) {
                    refused.add(e);
                }
            }
        };

        lines(1);

        assertThat(refused).singleElement().isInstanceOfSatisfying(ErrorResponseException.class, it -> {
            assertThat(it.getStatusCode().value()).isEqualTo(503);
            assertThat(it.getHeaders().getFirst("Retry-After")).isEqualTo("3");
        });
        shelf.whileReading = () -> {};
        assertThat(lines(1)).isNotEmpty();
    }

    @Test
    void whatFailsBeforeTheFirstLineIsStillToldAsAProblem() {
        shelf.whileReading = () -> {
            throw new IllegalStateException("the database is away");
        };

        assertThatThrownBy(() -> written(1, SagaExport.Format.CSV)).hasMessage("the database is away");
        assertThat(response.isCommitted()).isFalse();
        assertThat(response.getContentType()).isNull();
    }
}
