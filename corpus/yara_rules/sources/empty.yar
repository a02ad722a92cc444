// no rule at all
