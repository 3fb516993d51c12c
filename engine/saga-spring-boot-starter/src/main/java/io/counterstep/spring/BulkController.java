package io.counterstep.spring;

import io.counterstep.orchestrator.BulkOperation;
import io.counterstep.orchestrator.BulkOperations;
import io.counterstep.orchestrator.BulkRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Operations on many sagas over HTTP. They go on by themselves once they have begun; with {@code preview=true} they answer with
 * what would be done, and do nothing.
 */
@RestController
@RequestMapping("/api/bulk-operations")
class BulkController {

    private final BulkOperations operations;

    BulkController(BulkOperations operations) {
        this.operations = operations;
    }

    /** @param by who cancels; @param why for the record */
    record Cancel(@Nullable String by, @Nullable String why) {}

    @PostMapping
    ResponseEntity<Object> begin(@RequestBody JsonNode body, @RequestParam(defaultValue = "false") boolean preview) {
        BulkRequest request = BulkRequestReader.read(body);
        if (preview) {
            return ResponseEntity.ok(operations.preview(request));
        }
        BulkOperation begun = operations
                .start(request)
                .orElseThrow(
                        () -> Problems.of(
                                HttpStatus.CONFLICT,
                                BulkOperations.MAX_RUNNING
                                        + " operations on many sagas run already, the most at a time: wait for one, or cancel it"));
        return ResponseEntity.accepted()
                .location(URI.create("/api/bulk-operations/" + begun.id()))
                .body(begun);
    }

    @GetMapping
    List<BulkOperation> newest() {
        return operations.newest();
    }

    @GetMapping("/{id}")
    BulkOperation operation(@PathVariable String id) {
        return operations.find(number(id)).orElseThrow(() -> noSuch(id));
    }

    @PostMapping("/{id}/cancel")
    BulkOperation cancel(@PathVariable String id, @RequestBody Cancel request) {
        List<Problems.Field> wrong = new ArrayList<>();
        Problems.check(wrong, "by", request.by());
        Problems.check(wrong, "why", request.why());
        Problems.requireNone(wrong);
        boolean canceled = operations.cancel(number(id), String.valueOf(request.by()), String.valueOf(request.why()));
        BulkOperation found = operation(id);
        if (!canceled) {
            throw Problems.of(
                    HttpStatus.CONFLICT,
                    "operation " + id + " cannot be canceled: it is " + found.state() + " already");
        }
        return found;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "id must be a number, found '" + text + "'");
        }
    }

    private static ErrorResponseException noSuch(String id) {
        return Problems.of(HttpStatus.NOT_FOUND, "there is no operation " + id + " on many sagas");
    }
}
