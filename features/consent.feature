Feature: Can a binding plan be agreed? (Q09)
  A service goes on only under a binding development and improvement plan. Both sides are asked before
  the outcome whether they consent in principle.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario Outline: Both sides must consent
    Given css consents is <css>
    And bdu consents is <bdu>
    When the case is decided
    Then Q09 is <agreed>
    And the outcome is <outcome>

    Examples:
      | css | bdu     | agreed    | outcome          |
      | yes | yes     | yes       | lesser oversight |
      | no  | yes     | no        | scenario one     |
      | yes | no      | no        | scenario one     |
      | no  | no      | no        | scenario one     |
      | no  | unknown | no        | scenario one     |
      | yes | unknown | undecided | undecided        |

  Scenario: A good service that refuses a plan is stopped
    Given the case file "cases/examples/plan-refused.json"
    When the case is decided
    Then Q04 is good
    And Q05 is good
    And Q07 is good
    And the outcome is scenario one
    And the reasons include OUT-4/row/no-plan
    And changing css consents to yes would give scenario A

  Scenario: Consent that nobody has asked for leaves two outcomes open
    Given css consents is unknown
    When the case is decided
    Then the outcome can still be scenario one, lesser oversight
    And we should ask for css consents
