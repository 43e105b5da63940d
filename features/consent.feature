Feature: Can a binding plan be agreed? (Q09)
  Each service is to have a binding development and improvement plan. Both sides are asked before the
  outcome whether they consent in principle. What follows if they do not is a setting of the board.

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

  Scenario Outline: What a missing plan leads to is a setting
    Given css consents is no
    And price per head is <price>
    And the setting outcome without a plan is <setting>
    When the case is decided
    Then Q09 is no
    And the outcome is <outcome>
    And the reasons include OUT-4/row/<row>

    Examples:
      | price | setting           | outcome           | row             |
      | £10   | scenario one      | scenario one      | no-plan         |
      | £10   | greater oversight | greater oversight | no-plan-goes-on |
      | £10   | lesser oversight  | lesser oversight  | no-plan-goes-on |
      | £13   | greater oversight | greater oversight | no-plan-goes-on |

  Scenario: Two failed domains stop a service whatever a missing plan leads to
    Given css consents is no
    And ccg feedback is fail
    And pricing strategy is absent
    And the setting outcome without a plan is greater oversight
    When the case is decided
    Then the outcome is scenario one
    And the reasons include OUT-4/row/two-failed
    And the reasons exclude OUT-4/row/no-plan-goes-on

  Scenario: A refused plan stops a service before its grades are known
    Given bdu consents is no
    And ccg feedback is unknown
    And lead in post is unknown
    And price per head is unknown
    When the case is decided
    Then the outcome is scenario one
    And the reasons include OUT-4/row/no-plan

  Scenario: A setting that rewards a missing plan breaks a promise of the policy
    Given css consents is no
    And price per head is £26
    And the setting outcome without a plan is greater oversight
    And the setting outcome for one failed domain is scenario one
    When the case is decided
    Then the policy finding property-broken is reported

  Scenario: Consent that nobody has asked for leaves two outcomes open
    Given css consents is unknown
    When the case is decided
    Then the outcome can still be scenario one, lesser oversight
    And we should ask for css consents
