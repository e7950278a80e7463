# Leaving: the sheet that deletes an account, and what stands above every page until it is erased.

leave-title = Delete your account?
leave-first = Your clips and data can go with you.
leave-first-go = Download them first
leave-when = When?
leave-later = In 7 days
leave-later-why = You can change your mind until then.
leave-now = At once
leave-now-why = Cannot be undone.
leave-goes-later = Today you are signed out on every device, and nobody sees your profile and clips any more. Sign in within 7 days, and one press brings all of it back.
leave-goes-now = Gone now: your profile, your clips, your likes, whom you follow, and every device you are signed in on.
leave-key-later = After 7 days everything is removed, and the key of your data is destroyed. Then nobody can read it, not even we, and nobody can bring it back.
leave-key-now = Then the key of your data is destroyed. After that nobody can read it, not even we, and nobody can bring it back.
leave-handle = Your handle stays locked, so that nobody can pose as you. You get a receipt.
leave-yes-later = Delete in 7 days
leave-yes-now = Delete at once
leave-no = Keep it
leave-busy = Deleting

leaving-label = Your account is leaving
leaving-until = Your account will be erased on { $when }.
leaving-soon = Your account will be erased.
leaving-at-once = Delete at once instead
leaving-stay = Keep my account
leaving-too-late = The erasure has begun and cannot be taken back any more.
leaving-kept = Your account stays. Your profile, your clips, whom you follow and what you liked are as they were.

privacy-password = Your password
privacy-password-empty = Enter your password.
privacy-password-wrong = This is not your password. Nothing was changed.
