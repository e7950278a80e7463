# The sheet behind the seal: always true.
seal-where = Your data is in zone <b>{ $zone }</b>, and <b>{ $custodian }</b> keeps its keys.
seal-where-nobody = You are watching zone <b>{ $zone }</b>. <b>{ $custodian }</b> keeps the keys of the people who live here.
seal-custodian-here = The custodian is there and answers.
seal-custodian-away = The custodian cannot be reached at the moment. Private data stays locked until it is back; public clips go on.
seal-stored = Your birth date, e-mail, what you watch and what you save as private are stored under your own key. When you erase your account, the key is destroyed.
seal-stored-nobody = You are signed out: what you watch is counted, not stored. Which clips you have seen is remembered in this browser alone.
seal-no-ledger = The ring is open: Kurzum has no public ledger yet, so nobody outside can check this today. It closes when they can.
seal-unknown = We cannot tell at the moment where your data is, because the zone does not answer.
seal-more = See what is stored about you
