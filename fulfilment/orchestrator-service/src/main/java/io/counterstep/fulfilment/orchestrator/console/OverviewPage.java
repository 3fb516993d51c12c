package io.counterstep.fulfilment.orchestrator.console;

import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The overview: what needs attention, how much goes on, what waits, and how the participants are. */
@Controller
class OverviewPage {

    private final ConsoleApi api;

    OverviewPage(ConsoleApi api) {
        this.api = api;
    }

    @GetMapping("/")
    String root() {
        return "redirect:/console";
    }

    /** @param live the part that changes alone */
    @GetMapping("/console")
    String overview(@RequestParam(defaultValue = "false") boolean live, Visit visit, Model page) {
        Supplier<Answer> participants = api.ask("/api/participants");
        Answer overview = api.get("/api/overview");
        page.addAttribute("overview", overview.shown(it -> OverviewView.of(it, visit)));
        page.addAttribute("participants", participants.get().shown(it -> ParticipantView.of(it, visit)));
        return live ? "console/overview :: live" : "console/overview";
    }
}
