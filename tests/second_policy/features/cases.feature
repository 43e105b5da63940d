Feature: The cases on file

  Scenario: The dumpling cart had not paid in full at first
    Given the case file "cases/dumpling-cart.json"
    When the case is decided as of 5 March 2024
    Then L1 is no
    When the case is decided as of 9 March 2024
    Then the outcome is full licence

  Scenario: The committee helped the noodle bar, which had applied late
    Given the case file "cases/noodle-bar.json"
    When the case is decided as of 28 March 2024
    Then the outcome is day licence
    And the decision L2 departs from the policy
    And changing application day to 2024-03-01 would give one season

  Scenario: A committee that follows the policy
    Given the case file "cases/dumpling-cart.json"
    And the decision L2 was taken by licensing committee as three years on 2024-03-20
    When the case is decided as of 20 March 2024
    Then the decision L2 follows the policy

  Scenario: A case within the scenario, its rating only an example
    Given a case:
      """
      {"id": "pop-up", "evidence": [
       {"fact": "application day", "value": "2024-03-01", "source": "form"},
       {"fact": "opening day", "value": "2024-04-01", "source": "form"},
       {"fact": "pitch", "value": "standard", "source": "form"},
       {"fact": "fee paid", "value": "£120", "source": "receipt"},
       {"fact": "insurance cover", "value": "£1m", "source": "policy"},
       {"fact": "uses gas", "value": "no", "source": "form"},
       {"fact": "helpers", "value": [], "source": "form"},
       {"fact": "complaints", "value": [], "source": "register"},
       {"fact": "hygiene rating", "value": "good", "illustrative": true}]}
      """
    When the case is decided
    Then the outcome is three years
    When the case is decided on sourced facts alone
    Then the outcome can still be refused, one season, three years
    And we should ask for hygiene rating
