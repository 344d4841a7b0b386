# Views of events and plans.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
    $score = @{
        name = 'views'
        sheets = @{ name = 'collect'; script = '1' }, @{ name = 'review-of-all-that-was-collected'; script = 'Write-MarianneUsage 1 1 -Cost 0.5' },
        @{ name = 'publish'; command = 'exit 0' }
        sheet = @{ dependencies = @{ 2 = @(1); 3 = @(1, 2) }; skip_when_command = @{ 3 = @{ command = 'exit 1' } } }
        cost_limits = @{ enabled = $true; max_cost_per_job = 2; max_cost_per_sheet = 1 }
        workspace = "$TestDrive"
    }
    $events = Invoke-MarianneJob -Score $score -PassThru | Where-Object { $_ -is [Marianne.Running.JobEvent] }
    $plan = Invoke-MarianneJob -Score $score -WhatIf 6>$null
}

AfterAll {
    Exit-TestSession
}

Describe 'Events' {
    It 'are a table grouped by job, <Where>' -ForEach @(@{ Where = 'here' }, @{ Where = 'from another session' }) {
        $shown = $Where -eq 'here' ? $events : ($events | ConvertTo-Deserialized)
        $title, $header, $rule, $rows = $shown | Get-Line
        $title | Should -BeLike "*Job: $($events[0].JobId)"
        $header.Trim() -split '\s+' | Should -Be Time, Sheet, Name, What, Message
        $rows[0] | Should -Match '^\d\d:\d\d:\d\d +JobStarted\s+Running ''views'': 3 sheets\.$'
        $rows[1] | Should -Match ' 1 collect +SheetStarted\s+Started\.$'
    }

    It 'have a list without empty properties' {
        $text = $events | Where-Object SheetNumber -EQ 2 | Select-Object -Last 1 | Format-List | Out-String -Width 120
        $text | Should -Match 'Cost\s*: 0\.50 USD'
        $text | Should -Match 'Duration\s*: \S+ m?s'
        $text | Should -Match 'Progress\s*: 2/3  67 %'
        $text | Should -Not -Match 'ErrorCode'
    }
}

Describe 'A plan' {
    It 'is a list with a table of its sheets, <Where>' -ForEach @(@{ Where = 'here' }, @{ Where = 'from another session' }) {
        $shown = $Where -eq 'here' ? $plan : ($plan | ConvertTo-Deserialized)
        $lines = $shown | Get-Line
        $text = $lines -join "`n"
        $text | Should -Match 'Sheets to run\s*: 3 of 3'
        $text | Should -Match 'Expected duration : \S+ m?s'
        $text | Should -Match 'Expected cost\s*: 0\.50 USD'
        $text | Should -Match 'Cost limits\s*: 1\.00 USD a sheet, 2\.00 USD for the job'
        $text | Should -Match '(?m)^Group Sheet Name\s+Kind\s+Action\s+Needs\s+Expected\s+USD'
        $text | Should -Match '(?m)^    3     3 publish\s+command may be skipped 1, 2 '
        $text | Should -Not -Match 'PlannedSheet|System\.|Score'
        foreach ($line in $lines) {
            $line.Length | Should -BeLessOrEqual 79
        }
    }

    It 'is the same in a terminal of 80 columns, which shows 79' {
        $plan | Get-Line -Width 79 | Should -Be ($plan | Get-Line)
        ($plan.Sheets | Out-String -Width 80) | Should -Match '(?m)^ +2 +2 review\S+ +script +run +1 .*0\.50\s*$'
    }

    It 'has a table' {
        $header, $rule, $row = $plan | Format-Table | Get-Line
        $header.Trim() -split '\s+' | Should -Be Name, Job, To, run, Expected, Cost, Workspace
        $row | Should -Match '^views\s+3 of 3'
    }

    It 'has a table and a list of its sheets' {
        $header, $rule, $rows = $plan.Sheets | Get-Line
        $header.Trim() -split '\s+' | Should -Be Group, Sheet, Name, Kind, Action, Needs, Expected, USD
        $rows[1] | Should -Match '^\s+2     2 review-of-all-that-was-collected +script  run            1 .*0\.50$'
        $text = $plan.Sheets[2] | Format-List | Out-String
        $text | Should -Match 'Action\s*: may be skipped'
        $text | Should -Match 'Needs\s*: 1, 2'
    }

    It 'shows more than a thousand items' {
        $many = 1..1000 | Invoke-MarianneJob -Name many -ForEach { $_ } -Reduce { $_ } -WhatIf
        $many | Format-Table | Out-String -Width 80 | Should -Match ' 1001 of 1001 '
    }

    It 'shows the items that a sheet needs as a range' {
        $some = @{ Name = 'some'; ForEach = { if ($_ -gt 4) { throw 'no' } }; Reduce = { 'all' } }
        $null = 1..6 | Invoke-MarianneJob @some -ErrorAction SilentlyContinue
        $rest = 1..6 | Invoke-MarianneJob @some -WhatIf
        $rest.Sheets[-1].Needs | Should -Be (2..7)
        $rest.Sheets[-1] | Format-List | Out-String | Should -Match 'Needs\s*: 2-7'
    }
}
