# Sheets that wait for the approval of a user: Get-MarianneApproval, Approve-MarianneSheet and Deny-MarianneSheet.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-MarianneJob -Id first -TotalSheets 1 # Pester removes what a block creates after it, also a store.

    # A score whose second sheet waits for approval.
    function New-Score([string] $Name, [hashtable] $Approval = @{}, [hashtable] $Ship = @{ command = 'exit 0' }) {
        @{
            name = $Name
            workspace = "$TestDrive/$Name"
            retry = @{ max_retries = 0 }
            sheets = @(
                @{ name = 'draft'; command = 'echo draft' }
                @{ name = 'ship'; approval = @{ message = "Ship ${Name}?"; show = , 'plan.md' } + $Approval } + $Ship
                @{ name = 'announce'; command = 'echo announced' }
            )
        } | Import-MarianneScore
    }

    function Invoke-Score($Score) {
        $Score | Invoke-MarianneJob -WarningAction Ignore -ErrorAction Ignore
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'A sheet with an approval' {
    It 'waits, and the same line continues after the answer of another session' {
        $score = New-Score answered
        $job = $score | Invoke-MarianneJob -WarningVariable warning -WarningAction SilentlyContinue
        $job.Status | Should -Be Paused
        "$warning" | Should -BeLike "*Waiting for approval: sheet 2 'ship': Ship answered`?*Approve-MarianneSheet*run the job again.*"
        ($job | Get-MarianneSheet).Status | Should -Be Completed, Fermata, Pending

        $other = "Import-Module '$root/Marianne.psd1'; Get-MarianneApproval $($job.Id) | Approve-MarianneSheet"
        pwsh -NoProfile -Command $other | Should -BeNullOrEmpty

        $done = Invoke-Score $score
        $done.Id, $done.Status | Should -Be $job.Id, Completed
        $answer = Get-MarianneApproval $job.Id -All
        $answer.Status | Should -Be Approved
        $answer.AnsweredBy | Should -Be "$([Environment]::UserName)@$([Environment]::MachineName)"
        $answer.AnsweredAt | Should -BeGreaterOrEqual $answer.AskedAt
    }

    It 'can consist of the approval, which is kept as its attempt' {
        $score = New-Score asking -Ship @{}
        $job = Invoke-Score $score
        Approve-MarianneSheet $job.Id -Message 'Well done'
        (Invoke-Score $score).Status | Should -Be Completed
        (Get-MarianneExecution $job.Id 2).Output | Should -BeLike 'Approved by *@* at *UTC: Well done'
    }

    It 'fails when it is denied, and asks again in the run after that' {
        $score = New-Score denied
        $job = Invoke-Score $score
        Deny-MarianneSheet $job.Id -SheetName SHIP -Message 'Not on a Friday.'
        $failed = Invoke-Score $score
        $failed.Status | Should -Be Failed
        $failed.ErrorMessage | Should -BeLike "Sheet 2 'ship' failed: E606: *Denied by *@* at *: Not on a Friday."
        (Invoke-Score $score).Status | Should -Be Paused
        (Get-MarianneApproval $job.Id -All).Status | Should -Be Denied, Waiting
    }

    It 'lets the sheet before it run again with the message of a denial' {
        $score = New-Score changed -Approval @{ on_deny = 'retry' }
        $job = Invoke-Score $score
        Get-MarianneApproval $job.Id | Deny-MarianneSheet -Message 'Shorter; "please"'
        (Invoke-Score $score).Status | Should -Be Paused
        ($job.Id | Get-MarianneSheet).AttemptCount | Should -Be 2, 0, 0
        Approve-MarianneSheet $job.Id 2
        (Invoke-Score $score).Status | Should -Be Completed
    }

    It 'applies the default after the timeout, and refuses an answer' {
        $score = New-Score late -Approval @{ timeout = 0.001 }
        $job = Invoke-Score $score
        { Approve-MarianneSheet $job.Id -ErrorAction Stop } | Should -Throw '*The answer is too late*was denied because*' -ErrorId 'ApprovalExpired,*'
        (Invoke-Score $score).Status | Should -Be Failed
    }

    It 'cannot be started by a runbook' {
        $job = Invoke-Score (New-Score runbook)
        { Set-MarianneSheet $job.Id 2 InProgress -ErrorAction Stop } | Should -Throw -ErrorId 'ApprovalRequired,*'
        Set-MarianneSheet $job.Id 2 Skipped
        (Get-MarianneApproval $job.Id -All).Status | Should -Be Withdrawn
        { Approve-MarianneSheet $job.Id 2 -ErrorAction Stop } | Should -Throw -ErrorId 'ApprovalNotFound,*'
    }

    It 'is completed: only jobs with a sheet that waits' {
        $waiting, $answered = 'waits', 'answered' | ForEach-Object { Invoke-Score (New-Score $_) }
        Deny-MarianneSheet $answered.Id 2
        $results = Get-Completion 'Approve-MarianneSheet '
        $results.CompletionText | Should -Contain $waiting.Id
        $results.CompletionText | Should -Not -Contain $answered.Id
        $results[0].ToolTip | Should -BeLike 'Sheet 2: *'
        (Get-Completion 'Deny-MarianneSheet waits').CompletionText | Should -Be $waiting.Id
    }

    It 'is in the plan' {
        $plan = New-Score planned -Ship @{} | Invoke-MarianneJob -WhatIf
        $plan.Sheets.NeedsApproval | Should -Be $false, $true, $false
        $plan.Sheets[1].Kind | Should -Be approval
        $plan.Sheets | Format-Table | Out-String -Width 120 | Should -Match '2 ship +ask +ask, then run'
    }
}

Describe 'The example of a release' {
    It 'writes its plan again after a denial, and ships after the approval' {
        Copy-Item "$root/examples/release.yaml" "$TestDrive/release.yaml"
        $score = Import-MarianneScore "$TestDrive/release.yaml"
        $job = Invoke-Score $score
        Get-Content (Get-MarianneApproval $job.Id).Show | Should -Be 'Release 1.2 on Monday.'
        Deny-MarianneSheet $job.Id -Message 'Mention "the risks"; $(1)'
        $null = Invoke-Score $score
        Get-Content (Get-MarianneApproval $job.Id).Show | Should -Be 'Release 1.2 on Monday.', 'To consider: Mention "the risks"; $(1)'
        Get-MarianneApproval $job.Id | Approve-MarianneSheet
        (Invoke-Score $score).Status | Should -Be Completed
        Get-Content "$TestDrive/release-run/shipped.txt" | Should -BeLike 'Shipped, approved by *@*.'
    }
}

Describe 'Get-MarianneApproval' {
    BeforeAll {
        $jobs = 'shown-a', 'shown-b' | ForEach-Object { Invoke-Score (New-Score $_) }
    }

    It 'selects by wildcards, names and numbers' {
        ((Get-MarianneApproval shown-*).JobId | Sort-Object) | Should -Be $jobs.Id
        ((Get-MarianneApproval shown-* 2 -SheetName s*).JobId | Sort-Object) | Should -Be $jobs.Id
        ($jobs | Get-MarianneApproval).JobId | Should -Be $jobs.Id
        ($jobs.Sheets | Get-MarianneApproval).SheetNumber | Should -Be 2, 2
        Get-MarianneApproval shown-* 1 | Should -BeNullOrEmpty
        Get-MarianneApproval shown-* -Status Denied, Approved | Should -BeNullOrEmpty
        { Get-MarianneApproval nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'JobNotFound,*'
    }

    It 'finds a sheet with a name that contains wildcard characters' {
        $job = Invoke-Score @{
            name = 'brackets'; workspace = "$TestDrive/brackets"
            sheets = , @{ name = 'ship[1]'; command = 'exit 0'; approval = @{ message = 'Ship?' } }
        }
        ($job | Get-MarianneApproval -SheetName 'SHIP[1]').SheetNumber | Should -Be 1
    }

    It 'shows a table of <Width> columns and a list' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        $table = Get-MarianneApproval shown-a* | Format-Table | Out-String -Width $Width
        $table | Should -Match '2 ship +Waiting +Ship shown-a\? \(plan\.md\)'
        $table.Split("`n").TrimEnd().ForEach{ $_.Length } | Should -BeLessOrEqual $Width
        $list = Get-MarianneApproval shown-a* | Format-List | Out-String -Width $Width
        $list -replace '\s' | Should -Match 'Show:.*plan\.md' -Because 'a long path continues in the next line'
    }

    It 'completes <Line>' -ForEach @(
        @{ Line = 'Approve-MarianneSheet {0} '; Text = '2' }
        @{ Line = 'Deny-MarianneSheet {0} -SheetName s'; Text = 'ship' }
        @{ Line = 'Get-MarianneApproval shown-a'; Text = '{0}' }
    ) {
        $typed = $Line -f $jobs[0].Id
        @(Get-Completion $typed)[0].CompletionText | Should -Be ($Text -f $jobs[0].Id)
    }

    It 'changes nothing with -WhatIf' {
        Get-MarianneApproval shown-* | Approve-MarianneSheet -WhatIf
        (Get-MarianneApproval shown-*).Status | Should -Be Waiting, Waiting
    }

    It 'gets what a copy of the job has' {
        $other = Connect-Marianne "$TestDrive/copies/" -NoDefault
        Copy-MarianneJob $jobs[1].Id $other
        Approve-MarianneSheet $jobs[1].Id -PassThru -Store $other | ForEach-Object Status | Should -Be Approved
        (Get-MarianneApproval $jobs[1].Id).Status | Should -Be Waiting
        Disconnect-Marianne $other
    }
}

Describe 'Two answers at once' {
    It 'keeps one of two processes, and tells the other' {
        $score = @{
            name = 'raced'
            workspace = "$TestDrive/raced"
            parallel = @{ enabled = $true; max_concurrent = 10 }
            sheets = 1..12 | ForEach-Object { @{ name = "s$_"; approval = @{}; needs = , 'start' } }
        }
        $score.sheets = @(@{ name = 'start'; command = 'exit 0' }) + $score.sheets
        $job = Invoke-Score ($score | Import-MarianneScore)
        @(Get-MarianneApproval $job.Id).Count | Should -Be 12

        $answer = {
            Import-Module "$using:root/Marianne.psd1"
            foreach ($number in 2..13) {
                & $args[0] $using:job.Id $number -ErrorAction SilentlyContinue -ErrorVariable failed
                if ($failed) { "$number $($failed[0].FullyQualifiedErrorId)" } else { "$number won" }
            }
        }
        $racers = 'Approve-MarianneSheet', 'Deny-MarianneSheet' | ForEach-Object { Start-Job $answer -ArgumentList $_ }
        $results = $racers | Receive-Job -Wait -AutoRemoveJob
        ($results -like '* won').Count | Should -Be 12
        ($results -like '* ApprovalAnswered,*').Count | Should -Be 12
        @(Get-MarianneApproval $job.Id -Status Approved, Denied).Count | Should -Be 12
    }
}
