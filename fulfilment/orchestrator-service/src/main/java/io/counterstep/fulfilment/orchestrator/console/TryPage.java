package io.counterstep.fulfilment.orchestrator.console;

import io.counterstep.fulfilment.orchestrator.console.DemoServices.Outcome;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The demo: places orders of each kind, lets things go wrong on purpose, and shows what comes of it. It is there only where
 * {@code counterstep.console.demo} names the services.
 */
@Controller
@ConditionalOnProperty(prefix = ConsoleProperties.Demo.PREFIX, name = "order-url")
@RequestMapping(TryPage.PATH)
class TryPage {

    static final String PATH = "/console/try";

    private static final Map<String, String> NEWEST = Map.of("limit", "12");

    private final ConsoleApi api;
    private final DemoServices demo;

    TryPage(ConsoleApi api, DemoServices demo) {
        this.api = api;
        this.demo = demo;
    }

    /** @param placed how many orders were placed just now; @param live the part that changes alone */
    @GetMapping
    String page(
            @RequestParam(defaultValue = "0") int placed,
            @RequestParam(defaultValue = "false") boolean live,
            Visit visit,
            Model page) {
        return live ? newest(visit, page) : show(new Outcome(placed, null), visit, page);
    }

    /** @param kind each in turn if null */
    @PostMapping("/orders")
    String order(
            @RequestParam(required = false) @Nullable TryKind kind,
            @RequestParam(defaultValue = "1") int number,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        if (number < 1 || number > DemoServices.MAX_ORDERS) {
            String bound = visit.words().text("try.number.bound", DemoServices.MAX_ORDERS);
            return refused(new Outcome(0, new Answer.Problem(400, "", bound, List.of())), visit, response, page);
        }
        Outcome outcome = demo.place(kind, number);
        return outcome.refused() == null
                ? "redirect:" + PATH + "?placed=" + outcome.placed()
                : refused(outcome, visit, response, page);
    }

    @PostMapping("/mischief")
    String mischief(@ModelAttribute("form") TryForm form, Visit visit, HttpServletResponse response, Model page) {
        if (demo.changePayment(form.payment()) instanceof Answer.Problem problem) {
            return refused(new Outcome(0, problem), visit, response, page);
        }
        if (demo.changeShipping(form.shipping()) instanceof Answer.Problem problem) {
            return refused(new Outcome(0, problem), visit, response, page);
        }
        return "redirect:" + PATH;
    }

    private String refused(Outcome outcome, Visit visit, HttpServletResponse response, Model page) {
        response.setStatus(Deeds.status(Objects.requireNonNull(outcome.refused())));
        return show(outcome, visit, page);
    }

    private String show(Outcome outcome, Visit visit, Model page) {
        page.addAttribute("placed", outcome.placed() > 0 ? visit.words().number(outcome.placed()) : "");
        page.addAttribute("problem", outcome.refused());
        page.addAttribute("kinds", TryKind.values());
        page.addAttribute("most", DemoServices.MAX_ORDERS);
        page.addAttribute("mischief", TryView.of(demo.paymentMischief(), demo.shippingMischief()));
        newest(visit, page);
        return "console/try";
    }

    private String newest(Visit visit, Model page) {
        Supplier<Answer> participants = api.ask("/api/participants");
        SearchFilter all = new SearchFilter(Map.of());
        page.addAttribute("newest", api.get(NEWEST, "/api/sagas").shown(it -> SearchView.of(it, all, visit)));
        page.addAttribute("participants", participants.get().shown(it -> ParticipantView.of(it, visit)));
        return "console/try :: live";
    }
}
