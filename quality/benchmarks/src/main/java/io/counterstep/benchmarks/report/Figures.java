package io.counterstep.benchmarks.report;

import java.util.Locale;

/** How figures are written for people. */
final class Figures {

    private static final double NO_DECIMALS_FROM = 100;
    private static final double ONE_DECIMAL_FROM = 10;

    private Figures() {}

    /** About three digits: {@code 2,134}, {@code 13.4}, {@code 0.87}. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= NO_DECIMALS_FROM ? "%,.0f" : size >= ONE_DECIMAL_FROM ? "%,.1f" : "%,.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** {@code 2,134 (1,990–2,301)}; the median alone if there is nothing more to tell. */
    static String spread(Spread spread) {
        String median = number(spread.median());
        String min = number(spread.min());
        String max = number(spread.max());
        return min.equals(max) ? median : median + " (" + min + "–" + max + ")";
    }

    static String percent(Spread spread) {
        String median = percent(spread.median());
        String min = percent(spread.min());
        String max = percent(spread.max());
        return min.equals(max) ? median : median + " (" + min + "–" + max + ")";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
