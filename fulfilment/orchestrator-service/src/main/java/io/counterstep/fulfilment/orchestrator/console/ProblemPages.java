package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Pages of which there is nothing to show but why, such as those of addresses that lead nowhere. */
@Controller
class ProblemPages {

    @GetMapping("/console/{page:(?!assets$).+}/**") // controllers come before files
    String nothingHere(Visit visit, HttpServletResponse response, Model page) {
        return none(visit, response, page);
    }

    /** There is no such page. */
    static String none(Visit visit, HttpServletResponse response, Model page) {
        String detail = visit.words().text("problem.no-page");
        return show(new Answer.Problem(HttpStatus.NOT_FOUND.value(), "", detail, List.of()), response, page);
    }

    /** A page that shows no more than that problem. */
    static String show(Answer.Problem problem, HttpServletResponse response, Model page) {
        response.setStatus(Deeds.status(problem));
        page.addAttribute("problem", problem);
        return "console/problem";
    }
}
