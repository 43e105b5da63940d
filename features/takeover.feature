Feature: Is the acquirer fit, and does the takeover go ahead? (Q20)
  The board could force a takeover by a viable service. Here the groups are asked first, by population,
  and an override needs reasons. Consent, override and the warning of size are choices of ours.

  Background:
    Given the case file "cases/examples/sound.json"
    And css consents is no
    And outcome published on is 14 May 2012
    And the decision Q19 was taken by board as takeover on 1 June 2012
    And acquirer is next-door
    And acquirer outcome is lesser oversight
    And acquirer critical milestones open is 0
    And acquirer leadership lacking is no
    And acquirer population is 1500000
    And board forces takeover is no
    And customers:
      | id    | population | agrees to takeover |
      | north | 600000     | yes                |
      | south | 400000     | no                 |

  Scenario Outline: A takeover that was decided of an earlier stop is asked about anew
    Given leader terms:
      | id    | permanent | started on | bodies led |
      | first | yes       | 2012-07-02 | 1          |
    And the decision Q20 was taken by board as forced on <day>
    And the decision Q19 was taken by board as takeover on 20 March 2013
    And hosted from is <hosted>
    And wind down announced on is 1 March 2013
    And customers:
      | id    | population | agrees to takeover |
      | north | 600000     | no                 |
    When the case is decided as of 1 April 2013
    Then came back is <back>
    And taken over is <taken>

    Examples:
      | hosted         | day           | back | taken |
      | unknown        | 1 July 2012   | no   | yes   |
      | 1 October 2012 | 1 July 2012   | yes  | no    |
      | 1 October 2012 | 20 March 2013 | yes  | yes   |

  Scenario: The acquirer is fit and the groups agree
    When the case is decided as of 1 July 2012
    Then acquirer fit is yes
    And groups consent to takeover is yes
    And Q20 is agreed

  Scenario: No acquirer is named yet
    Given acquirer is unknown
    When the case is decided as of 1 July 2012
    Then Q20 is acquirer missing
    And the reasons for Q20 include TAKE-7/row/none

  Scenario Outline: The acquirer has to be a viable service
    Given acquirer outcome is <outcome>
    And acquirer critical milestones open is <open>
    And acquirer leadership lacking is <lacking>
    And acquirer stops is <stops>
    When the case is decided as of 1 July 2012
    Then acquirer fit is <fit>
    And Q20 is <ruling>
    And the reasons for Q20 include TAKE-7/row/<row>

    Examples:
      | outcome           | open | lacking | stops   | fit | ruling  | row    |
      | lesser oversight  | 0    | no      | no      | yes | agreed  | agreed |
      | lesser oversight  | 0    | no      | unknown | yes | agreed  | agreed |
      | lesser oversight  | 1    | no      | no      | no  | unfit   | unfit  |
      | lesser oversight  | 0    | yes     | no      | no  | unfit   | unfit  |
      | lesser oversight  | 0    | no      | yes     | no  | unfit   | unfit  |
      | greater oversight | 0    | no      | no      | no  | unfit   | unfit  |
      | scenario one      | 0    | no      | no      | no  | unfit   | unfit  |

  Scenario Outline: No service takes itself over, by whichever of its names it is called
    Given the case file "cases/2012/west-mercia.json"
    And css consents is no
    And the decision Q19 was taken by board as takeover on 1 June 2012
    And acquirer is <acquirer>
    And acquirer outcome is lesser oversight
    And acquirer critical milestones open is 0
    And acquirer leadership lacking is no
    When the case is decided as of 1 July 2012
    Then acquirer fit is no
    And Q20 is unfit
    And the reasons for Q20 include TAKE-2

    Examples:
      | acquirer    |
      | west-mercia |
      | West Mercia |

  Scenario: The board may accept an acquirer under greater oversight
    Given acquirer outcome is greater oversight
    And the setting acquirer outcome floor is greater oversight
    When the case is decided as of 1 July 2012
    Then Q20 is agreed

  Scenario Outline: Groups with more than half of the people have to agree, or the board overrides them with reasons
    Given customers:
      | id    | population | agrees to takeover |
      | north | <agreeing> | yes                |
      | south | 500000     | no                 |
    And board forces takeover is <forced>
    And override reasons given is <reasons>
    When the case is decided as of 1 July 2012
    Then population of the groups is <all>
    And population that agrees is <agreeing>
    And groups consent to takeover is <consent>
    And takeover forced is <override>
    And Q20 is <ruling>
    And the reasons for Q20 include TAKE-7/row/<row>

    Examples:
      | agreeing | all     | forced | reasons | consent | override | ruling     | row     |
      | 500001   | 1000001 | no     | no      | yes     | no       | agreed     | agreed  |
      | 500000   | 1000000 | no     | no      | no      | no       | consent missing | refused |
      | 500000   | 1000000 | yes    | no      | no      | no       | consent missing | refused |
      | 500000   | 1000000 | yes    | yes     | no      | yes      | forced     | forced  |
      | 500000   | 1000000 | no     | yes     | no      | no       | consent missing | refused |
      | 500000   | 1000000 | yes    | unknown | no      | no       | consent missing | refused |
      | 500001   | 1000001 | yes    | yes     | yes     | yes      | agreed     | agreed  |

  Scenario: An acquirer that is not fit takes nothing over by force either
    Given acquirer outcome is scenario one
    And customers:
      | id    | population | agrees to takeover |
      | north | 400000     | yes                |
      | south | 600000     | no                 |
    And board forces takeover is yes
    And override reasons given is yes
    When the case is decided as of 1 July 2012
    Then takeover forced is yes
    And Q20 is unfit
    And the reasons for Q20 include TAKE-7/row/unfit

  Scenario: The board may rule out takeovers by force
    Given customers:
      | id    | population | agrees to takeover |
      | north | 400000     | yes                |
      | south | 600000     | no                 |
    And board forces takeover is yes
    And override reasons given is yes
    And the setting takeover by force is ruled out
    When the case is decided as of 1 July 2012
    Then Q20 is consent missing

  Scenario: A group that has left is asked no longer
    Given customers:
      | id    | population | agrees to takeover | left on      |
      | north | 400000     | yes                |              |
      | south | 600000     | no                 | 20 June 2012 |
    When the case is decided as of 1 July 2012
    Then population of the groups is 400000
    And Q20 is agreed

  Scenario: A group that agreed and has left does not count
    Given customers:
      | id    | population | agrees to takeover | left on      |
      | north | 600000     | yes                | 20 June 2012 |
      | south | 400000     | no                 |              |
    When the case is decided as of 1 July 2012
    Then population that agrees is 0
    And Q20 is consent missing

  Scenario: A very large service is no question where the groups do not agree
    Given acquirer population is 4500000
    And customers:
      | id    | population | agrees to takeover |
      | north | 400000     | yes                |
      | south | 600000     | no                 |
    When the case is decided as of 1 July 2012
    Then combined size warning is yes
    And Q20 is consent missing
    And the reasons for Q20 include TAKE-7/row/refused

  Scenario Outline: A very large service is a warning, not a bar
    Given acquirer population is <acquirer>
    When the case is decided as of 1 July 2012
    Then combined size warning is <warning>
    And Q20 is <ruling>
    And the reasons for Q20 include TAKE-7/row/<row>

    Examples:
      | acquirer | warning | ruling                | row    |
      | 3500000  | no      | agreed                | agreed |
      | 3500001  | yes     | agreed with a warning | large  |

  Scenario: An acquirer of which nothing is known leaves the question open
    Given acquirer outcome is unknown
    When the case is decided as of 1 July 2012
    Then Q20 is undecided

  Scenario: Another remedy asks for no acquirer
    Given the decision Q19 was taken by board as in house on 15 June 2012
    When the case is decided as of 1 July 2012
    Then Q20 is not asked

  Scenario Outline: Whether this service could take over another
    Given css consents is <consents>
    And letters of intent is <letters>
    When the case is decided as of 1 July 2012
    Then fit to take over is <fit>

    Examples:
      | consents | letters | fit |
      | yes      | 80%     | yes |
      | yes      | 60%     | no  |
      | no       | 80%     | no  |

  Scenario: A service that passed and winds down takes over no other
    Given css consents is yes
    And wind down announced on is 1 June 2012
    When the case is decided as of 1 July 2012
    Then outcome in force is lesser oversight
    And fit to take over is no

  Scenario Outline: A service that serves nobody any more takes over no other
    Given css consents is yes
    And the customers:
      | id    | population | left on |
      | north | 600000     | <north> |
    When the case is decided as of 1 July 2012
    Then fit to take over is <fit>

    Examples:
      | north       | fit |
      | 1 July 2012 | no  |
      | 2 July 2012 | yes |

  Scenario Outline: A service with a critical milestone open takes over no other
    Given css consents is yes
    And milestones:
      | id | domain   | critical   | due date    | completed on |
      | m1 | business | <critical> | 1 June 2012 | <completed>  |
    When the case is decided as of <day>
    Then open critical milestones is <open>
    And fit to take over is <fit>

    Examples:
      | critical | completed    | day         | open | fit |
      | yes      |              | 1 June 2012 | 1    | no  |
      | yes      |              | 1 July 2012 | 1    | no  |
      | no       |              | 1 July 2012 | 0    | yes |
      | yes      | 25 June 2012 | 1 July 2012 | 0    | yes |

  Scenario Outline: A service whose own leadership is known to be lacking takes over no other
    Given css consents is yes
    And the decision Q15 was taken by business development unit as <lacking> on 1 June 2012
    When the case is decided as of 1 July 2012
    Then fit to take over is <fit>

    Examples:
      | lacking | fit |
      | yes     | no  |
      | no      | yes |

  Scenario Outline: How many critical milestones an acquirer may have open is a setting
    Given css consents is yes
    And the setting critical milestones open at an acquirer is 1
    And acquirer critical milestones open is <theirs>
    And milestones:
      | id | domain   | critical | due date     | completed on |
      | m1 | business | yes      | 1 March 2013 |              |
      | m2 | business | <second> | 1 March 2013 |              |
    When the case is decided as of 1 July 2012
    Then fit to take over is <fit>
    And acquirer fit is <theirs fit>

    Examples:
      | second | fit | theirs | theirs fit |
      | no     | yes | 1      | yes        |
      | yes    | no  | 2      | no         |
