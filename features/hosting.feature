Feature: How closely does the board step in, and may the service stand free? (Q31, Q32)
  Services with more risk got more intervention. All were to be hosted until no later than 2016.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And hosted from is 1 October 2012
    And licence breaches:
      | id | found on | grave | mended on |
    And customers:
      | id    | population | left on |
      | north | 850000     |         |
      | south | 150000     |         |

  Scenario: Nothing raises the risk
    When the case is decided as of 1 November 2012
    Then higher risk is no
    And Q31 is lower

  Scenario: Greater oversight at checkpoint two raises it
    Given letters of intent is 60%
    When the case is decided as of 1 November 2012
    Then Q31 is higher

  Scenario: Binding obligations raise it
    Given full business plan received is yes
    And financial model received is yes
    And scorecard received is yes
    And site visit made is yes
    And group survey made is yes
    And collaborative membership shown is yes
    And checkpoint three submitted on is 31 August 2012
    And checkpoint three leadership is good
    And checkpoint three customers is marginal
    And checkpoint three business is good
    And checkpoint three delivery is good
    When the case is decided as of 1 November 2012
    Then Q31 is higher

  Scenario Outline: Lost customers raise it
    Given customers:
      | id    | population | left on        |
      | north | 850000     |                |
      | south | <lost>     | 5 January 2013 |
    When the case is decided as of 1 February 2013
    Then population lost is <lost>
    And many customers lost is <many>
    And Q31 is <level>

    Examples:
      | lost   | many | level  |
      | 150000 | no   | lower  |
      | 150001 | yes  | higher |

  Scenario: A breach that is not mended raises it
    Given licence breaches:
      | id | found on    | grave | mended on |
      | b  | 3 June 2013 | no    |           |
    When the case is decided as of 10 June 2013
    Then Q31 is higher

  Scenario: A later checkpoint that was not passed raises it
    Given later checkpoint held on is 15 November 2012
    And later checkpoints:
      | id   | checkpoint held on | plan brought up to date | plan grade | population kept |
      | four | 15 November 2012   | no                      | good       | 100%            |
    When the case is decided as of 1 December 2012
    Then Q31 is higher

  Scenario: How much may be lost is a setting
    Given customers:
      | id    | population | left on        |
      | north | 850000     |                |
      | south | 150000     | 5 January 2013 |
    And the setting loss that raises intervention is 10%
    When the case is decided as of 1 February 2013
    Then Q31 is higher

  Scenario Outline: A service is hosted from the first day to the deadline
    When the case is decided as of <day>
    Then hosted now is <hosted>
    And Q31 is <level>

    Examples:
      | day               | hosted | level     |
      | 30 September 2012 | no     | not asked |
      | 1 October 2012    | yes    | lower     |
      | 31 March 2016     | yes    | lower     |
      | 1 April 2016      | no     | not asked |

  Scenario Outline: Standing free
    Given standing free assessed on is 1 June 2015
    And viable without the host is <viable>
    And groups for standing free is <groups>
    And form chosen is <form>
    When the case is decided as of <day>
    Then ready to stand free is <ready>
    And Q32 is <ruling>
    And the reasons for Q32 include HOST-6/row/<row>

    Examples:
      | viable | groups | form               | day           | ready | ruling       | row      |
      | yes    | 50%    | social enterprise  | 1 June 2015   | yes   | release      | release  |
      | yes    | 60%    | mutual             | 1 April 2016  | yes   | release      | release  |
      | yes    | 60%    | owned by customers | 1 June 2015   | yes   | release      | release  |
      | yes    | 60%    | joint venture      | 1 June 2015   | yes   | release      | release  |
      | yes    | 60%    | sale               | 1 June 2015   | no    | keep hosting | keep     |
      | yes    | 60%    | none               | 1 June 2015   | no    | keep hosting | keep     |
      | yes    | 49.9%  | mutual             | 1 June 2015   | no    | keep hosting | keep     |
      | no     | 60%    | mutual             | 31 March 2016 | no    | keep hosting | keep     |
      | no     | 60%    | mutual             | 1 April 2016  | no    | close        | deadline |

  Scenario: A review that eases the oversight does not lower the risk of the outcome
    Given the case file "cases/examples/three-marginals.json"
    And outcome published on is 14 May 2012
    And milestones:
      | id | domain | critical | due date | completed on |
    And oversight review is to lesser
    And review reasons recorded is yes
    And last review on is 20 July 2012
    When the case is decided as of 2 November 2012
    Then oversight in force is lesser
    And higher risk is yes

  Scenario Outline: Greater oversight raises the level of intervention
    Given the decision Q11 was taken by business development unit as <oversight> on 1 November 2012
    And milestones:
      | id | domain | critical | due date | completed on |
    When the case is decided as of 2 November 2012
    Then Q10 is lesser oversight
    And Q31 is <level>
    And the reasons for Q31 include <reason>

    Examples:
      | oversight | level  | reason        |
      | greater   | higher | HOST-3/when/3 |
      | lesser    | lower  | HOST-3/when/3 |

  Scenario Outline: A service that is closed at the deadline stops, and its staff have a line
    Given viable without the host is <viable>
    And groups for standing free is 60%
    And form chosen is mutual
    When the case is decided as of 1 April 2016
    Then Q32 is <ruling>
    And service stops is <stops>
    And Q22 is <staff>

    Examples:
      | viable | ruling  | stops | staff                 |
      | no     | close   | yes   | stay with the service |
      | yes    | release | no    | not asked             |

  Scenario: At the deadline the question is asked even if nobody assessed it
    When the case is decided as of 1 April 2016
    Then Q32 is undecided

  Scenario: Before an assessment nothing is asked
    When the case is decided as of 1 June 2015
    Then Q32 is not asked

  Scenario: The support asked for is a setting
    Given standing free assessed on is 1 June 2015
    And viable without the host is yes
    And groups for standing free is 60%
    And form chosen is mutual
    And the setting support asked to stand free is 75%
    When the case is decided as of 1 July 2015
    Then Q32 is keep hosting

  Scenario: Hosting without obligations, and a later checkpoint that was passed, raise nothing
    Given full business plan received is yes
    And financial model received is yes
    And scorecard received is yes
    And site visit made is yes
    And group survey made is yes
    And collaborative membership shown is yes
    And checkpoint three submitted on is 31 August 2012
    And checkpoint three leadership is good
    And checkpoint three customers is good
    And checkpoint three business is good
    And checkpoint three delivery is good
    And later checkpoint held on is 15 November 2012
    And later checkpoints:
      | id   | checkpoint held on | plan brought up to date | plan grade | population kept |
      | four | 15 November 2012   | yes                     | good       | 100%            |
    When the case is decided as of 1 December 2012
    Then higher risk is no
    And Q31 is lower

  Scenario: A service that people close before hosting ends stops, and is watched more closely
    Given the decision Q32 was taken by board as close on 1 November 2012
    When the case is decided as of 1 November 2012
    Then service stops is yes
    And Q11 is until handover
    And higher risk is yes
    And Q31 is higher

  Scenario Outline: A service that was released is neither hosted nor overseen any more
    Given binding obligations met is yes
    And standing free assessed on is 1 May 2015
    And viable without the host is yes
    And groups for standing free is 90%
    And form chosen is social enterprise
    And the decision Q32 was taken by board as <decided> on 1 May 2015
    And plan agreed on is 1 June 2012
    And milestones:
      | id | domain | critical | due date | completed on |
    And leader terms:
      | id    | permanent | started on | bodies led | appointed as a step |
      | first | yes       | 2012-06-01 | 1          | no                  |
    When the case is decided as of <day>
    Then released is <released>
    And hosted now is <hosted>
    And Q29 is <licence>
    And the reasons for Q29 include LIC-5/row/<row>
    And licence taken away is no
    And service stops is no
    And Q31 is <level>
    And Q11 is <oversight>
    And Q14 is <support>
    And Q15 is <lacking>
    And Q17 is <leader>
    And Q18 is <lends>

    Examples:
      | decided      | day        | released | hosted | licence | row      | level     | oversight | support   | lacking   | leader    | lends     |
      | release      | 1 May 2015 | yes      | no     | ended   | released | not asked | not asked | not asked | not asked | not asked | not asked |
      | keep hosting | 1 May 2015 | no       | yes    | formal  | formal   | lower     | lesser    | go on     | no        | not asked | yes       |

  Scenario Outline: What was decided on standing free stays so
    Given the decision Q32 was taken by board as <decided> on 1 April 2014
    And viable without the host is no
    And groups for standing free is 10%
    And form chosen is none
    When the case is decided as of <day>
    Then free standing ruling is <ruling>
    And the reasons for Q32 include HOST-6/row/<row>

    Examples:
      | decided      | day           | ruling       | row      |
      | release      | 31 March 2016 | release      | free     |
      | release      | 1 April 2016  | release      | free     |
      | keep hosting | 1 April 2016  | close        | deadline |

  Scenario: A service of which nothing is known but its oversight has no risk that is known
    Given the case file "cases/examples/sound.json"
    And the decision Q11 was taken by business development unit as greater on 1 June 2012
    And outcome published on is 14 May 2012
    And css consents is unknown
    When the case is decided as of 4 January 2017
    Then the higher risk is unknown

  Scenario Outline: A service that was released gets no leader from the board
    Given standing free assessed on is 1 May 2015
    And viable without the host is yes
    And groups for standing free is 90%
    And form chosen is social enterprise
    And the decision Q32 was taken by board as <decided> on 1 May 2015
    And leader terms:
      | id    | permanent | started on | bodies led | appointed as a step |
      | first | no        | 2012-06-01 | 1          | no                  |
    And lead wants the post is yes
    And lead assessed is good
    When the case is decided as of 2 May 2015
    Then leadership lacking is yes
    And Q17 is <leader>

    Examples:
      | decided      | leader     |
      | release      | not asked  |
      | keep hosting | undecided  |

  Scenario: Of a service that was released no plan is asked
    Given the decision Q32 was taken by board as release on 1 May 2015
    When the case is decided as of 2 May 2015
    Then Q11b is not asked
    And Q12 is not asked
    And Q12b is not asked
    And Q13 is not asked

  Scenario Outline: A service that chose to close does not stand free
    Given standing free assessed on is 1 May 2015
    And viable without the host is yes
    And groups for standing free is 90%
    And form chosen is social enterprise
    And wind down announced on is <announced>
    When the case is decided as of 1 June 2015
    Then ready to stand free is <ready>

    Examples:
      | announced    | ready |
      | unknown      | yes   |
      | 4 March 2015 | no    |
