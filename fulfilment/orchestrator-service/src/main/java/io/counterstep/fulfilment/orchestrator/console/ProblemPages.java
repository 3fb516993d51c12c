package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Addresses that lead nowhere. */
@Controller
class ProblemPages {

    @GetMapping("/console/{page:(?!assets$).+}/**") // controllers come before files
    String nothingHere(Visit visit, HttpServletResponse response, Model page) {
        response.setStatus(HttpStatus.NOT_FOUND.value());
        page.addAttribute("problem", new Answer.Problem(404, "", visit.words().text("problem.no-page"), List.of()));
        return "console/problem";
    }
}
