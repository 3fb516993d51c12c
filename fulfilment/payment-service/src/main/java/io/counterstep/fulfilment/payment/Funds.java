package io.counterstep.fulfilment.payment;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The locked accounts of one batch, and what the batch has taken from them so far. Not thread-safe. */
final class Funds {

    private final Map<String, Account> byCustomer;

    Funds(Collection<Account> accounts) {
        byCustomer = accounts.stream().collect(Collectors.toMap(Account::customerId, Function.identity()));
    }

    /** Takes the amount from the customer's balance, or refuses and takes nothing. */
    Charge charge(PaymentRequested request) {
        Money amount = request.amount();
        Account account = byCustomer.get(request.customerId());
        String refusal = refusal(request.customerId(), account, amount);
        if (refusal == null && account != null) {
            account.take(amount.minorUnits());
        }
        return new Charge(request, refusal);
    }

    /** The accounts whose rows must be written. */
    Collection<Account> changed() {
        return byCustomer.values().stream().filter(Account::changed).toList();
    }

    private static @Nullable String refusal(String customerId, @Nullable Account account, Money amount) {
        if (amount.minorUnits() <= 0) {
            return "amount must be positive, found " + text(amount);
        }
        if (account == null) {
            return "customer " + customerId + " is unknown";
        }
        if (!account.currency().equals(amount.currency())) {
            return "account of customer " + customerId + " is in " + account.currency() + ", cannot be charged "
                    + text(amount);
        }
        // Without the balance: other services and the customer's order read this text.
        return account.balance() < amount.minorUnits()
                ? "balance of customer " + customerId + " is too low for " + text(amount)
                : null;
    }

    private static String text(Money amount) {
        return amount.minorUnits() + " minor units of " + amount.currency();
    }
}
