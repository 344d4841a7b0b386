# Views of learned data, in this and in another session, and tab completion.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Copy-Item "$root/tests/fixtures/peer/learning-v15.db" "$TestDrive/peer.db"
    Connect-Marianne -InMemory -LearningPath "$TestDrive/peer.db"
    Add-LearnedOutcome nightly 12 /work -Duration 245 -Status Failed -RetryCount 2 -ValidationPassRate 0.755 -Model sonnet -ErrorCodes E101, E103
    Add-LearnedRecovery E103 85 $true -SuggestedWait 60 -Model sonnet
    Add-LearnedRateLimit E103 100 -Model sonnet -Service claude -JobId nightly
}

AfterAll {
    Exit-TestSession
}

Describe 'A wait time' {
    It 'shows its reason' {
        $waits = 'E103', 'E501', 'E999' | Get-LearnedWaitTime -StaticDelay 300
        $header, $rule, $rows = $waits | Get-Line
        $header -split '\s+' | Should -Be ErrorCode, Model, Delay, Why
        $rows[0] | Should -Match '^E103 +2 min 30 s learned from 29 recoveries, confidence 1\.0$'
        $rows[1] | Should -Match '^E501 +3 min 34 s blended from 4 recoveries and the static delay, confidence 0\.4$'
        $rows[2] | Should -Match '^E999 +5 min 00 s static delay: nothing learned yet$'
    }

    It 'shows that there are too few recoveries' {
        Get-LearnedWaitTime E501 -StaticDelay 300 -MinimumSamples 5 | Get-Line | Select-Object -Last 1 |
            Should -Match 'static delay: 4 recoveries are too few to learn from$'
    }

    It 'has a list' {
        $text = Get-LearnedWaitTime E103 -StaticDelay 300 | Format-List | Get-Text
        $text | Should -Match 'Delay\s*: 2 min 30 s'
        $text | Should -Match 'Strategy\s*: GlobalLearned'
        $text | Should -Match 'Why\s*: learned from 29 recoveries'
    }
}

Describe 'An execution window' {
    It 'shows the hours of a day in one line' {
        $key, $header, $rule, $rows = 'E103', 'E501', 'E999' | Get-LearnedExecutionWindow | Get-Line
        $key.Trim() | Should -Be 'Hours: + good   - avoid   ~ mixed   ? too few recoveries to tell   . none'
        $first = $header.IndexOf('0  3   6  9   12 15  18 21')
        $first | Should -BeGreaterThan 0
        $rows | Should -HaveCount 3
        $rows[2] | Should -Match '^E999 +\(all\) +0 +0\.00( \.{6}){4}$'
        $at = { $first + $_ + [Math]::Floor($_ / 6) } # A blank comes after six hours.
        foreach ($hour in (Get-LearnedExecutionWindow E501).Hours) {
            $rows[1][($hour.Hour | ForEach-Object $at)] | Should -Be ($hour.Samples ? '?' : '.') -Because $hour.Hour
        }

        $window = Get-LearnedExecutionWindow E103
        $window.OptimalHours | ForEach-Object { $rows[0][(& $at)] | Should -Be '+' }
        $window.AvoidHours | ForEach-Object { $rows[0][(& $at)] | Should -Be '-' }
    }

    It 'has colours only if the output supports them' {
        $PSStyle.OutputRendering = 'Ansi'
        $coloured = Get-LearnedExecutionWindow E103 | Out-String -Width 120
        $PSStyle.OutputRendering = 'PlainText'
        $coloured | Should -Match "`e\[32m\+`e\[0m"
        $coloured | Should -Match "`e\[31m-`e\[0m"
        Get-LearnedExecutionWindow E103 | Out-String | Should -Not -Match "`e"
    }

    It 'has a list' {
        Get-LearnedExecutionWindow E103 | Format-List | Get-Text | Should -Match 'OptimalHours\s*: (\d+, )*18\b'
    }
}

Describe 'Records and statistics' {
    It 'are tables: <Name>' -ForEach @(
        @{
            Name = 'outcomes'; Get = { Get-LearnedOutcome -First 1 }
            Columns = 'Completed JobHash Sheet Status Duration Errors Model Retries Confidence'
            Row = ' b885a47feb0c3503 +12 failed +4 min 05 s E101, E103 +sonnet +2 +0\.5[56]$'
        }
        @{
            Name = 'recoveries'; Get = { Get-LearnedRecovery -First 1 }
            Columns = 'Recorded ErrorCode Model Recovered Waited Suggested'
            Row = ' E103 +sonnet +yes +1 min 25 s +1 min 00 s$'
        }
        @{
            Name = 'rate limits'; Get = { Get-LearnedRateLimit }
            Columns = 'ErrorCode Service Model Remaining Expires Recorded SourceJobHash'
            Row = '^E103 +claude +sonnet +1 min \d\d s .+ b885a47feb0c3503$'
        }
        @{
            Name = 'clusters'; Get = { Get-WorkspaceCluster -ClusterId cluster-0 -First 1 }
            Columns = 'WorkspaceHash ClusterId Assigned'
            Row = '^\w{16} cluster-0 +\S.*$'
        }
        @{
            Name = 'statistics'; Get = { Measure-LearnedOutcome }
            Columns = 'Outcomes First try Workspaces Recoveries Patterns Effective'
            Row = '221 +40\.7 % +6 +401 +0 +0 %$'
        }
    ) {
        $header, $rule, $row = & $Get | Get-Line
        $header.Trim() -replace '\s+', ' ' | Should -Be $Columns
        $row | Should -Match $Row
        $row.Length | Should -BeLessOrEqual 120
    }

    It 'have lists: <Text>' -ForEach @(
        @{ Get = { Get-LearnedOutcome -First 1 }; Text = 'ValidationPassRate\s*: 75.5 %' }
        @{ Get = { Get-LearnedRecovery -First 1 }; Text = 'ActualWait\s*: 1 min 25 s' }
        @{ Get = { Get-LearnedRateLimit }; Text = 'Duration\s*: 1 min 40 s' }
        @{ Get = { Get-WorkspaceCluster -ClusterId cluster-0 -First 1 }; Text = 'ClusterId\s*: cluster-0' }
        @{ Get = { Measure-LearnedOutcome }; Text = 'SuccessWithoutRetryRate\s*: 40.7 %' }
    ) {
        & $Get | Format-List | Get-Text | Should -Match $Text
    }
}

Describe 'Learned data from another session' {
    BeforeAll {
        $script = {
            Get-LearnedOutcome -First 1
            Get-LearnedRecovery -First 1
            Get-LearnedWaitTime E103 -StaticDelay 300
            Get-LearnedExecutionWindow E103
            Get-LearnedRateLimit
            Get-WorkspaceCluster -ClusterId cluster-0 -First 1
            Measure-LearnedOutcome
        }
        $live = & $script
        $values = Start-Job -ArgumentList $root, "$TestDrive/peer.db", "$script" {
            Import-Module "$($args[0])/Marianne.psd1"
            Connect-Marianne -InMemory -LearningPath $args[1]
            & ([scriptblock]::Create($args[2]))
        } | Receive-Job -Wait -AutoRemoveJob
    }

    It 'has the same values' {
        $values[0].ErrorCodes | Should -Be E101, E103
        $values[0].CompletedAt | Should -Be $live[0].CompletedAt
        $values[1].ActualWait.TotalSeconds | Should -Be 85
        $values[2].Delay | Should -Be $live[2].Delay
        $values[3].Hours.Count | Should -Be 24
        $values[3].Hours[18].Samples | Should -Be $live[3].Hours[18].Samples
    }

    It 'has the same view' {
        foreach ($index in 0..6) {
            # The remaining time of a limit changes from second to second.
            $seen, $expected = $values[$index], $live[$index] | ForEach-Object {
                ($_ | Get-Line | Out-String) -replace '1 min \d\d s|just now|\d+ s ago'
            }
            $seen | Should -Be $expected
        }
    }
}

Describe 'Tab completion' {
    It 'completes <Line> to <Text>' -ForEach @(
        @{ Line = 'Get-LearnedWaitTime E10'; Text = 'E101', 'E102', 'E103', 'E104', 'E106', 'E107' }
        @{ Line = 'Get-LearnedWaitTime E103 -Model s'; Text = 'sonnet' }
        @{ Line = 'Add-LearnedRecovery E5'; Text = 'E501', 'E502', 'E503', 'E504', 'E505' }
        @{ Line = 'Get-LearnedExecutionWindow -ErrorCode E5'; Text = 'E501', 'E502', 'E503', 'E504', 'E505' }
        @{ Line = 'Get-WorkspaceCluster -ClusterId c'; Text = 'cluster-0', 'cluster-1', 'cluster-2' }
        @{ Line = 'Set-WorkspaceCluster /work *1'; Text = 'cluster-1' }
        @{ Line = 'Add-LearnedOutcome nightly 1 . -Status Fa'; Text = 'Failed' }
    ) {
        (Get-Completion $Line).CompletionText | Should -Be $Text
    }

    It 'completes the models and services of recoveries and of rate limits' {
        $stored = Connect-Marianne -InMemory -NoDefault
        Set-Variable learned $stored -Scope Global # Completion does not see local variables.
        Add-LearnedRecovery E103 20 $true -Model 'big model' -Service mail -Store $stored
        Add-LearnedRateLimit E101 100 -Model small -Service "it's one" -Store $stored
        foreach ($cmdlet in 'Get-LearnedRateLimit', 'Clear-LearnedRateLimit', 'Add-LearnedRecovery E103') {
            (Get-Completion "$cmdlet -Store `$learned -Model ").CompletionText | Should -Be "'big model'", small
        }

        foreach ($cmdlet in 'Get-LearnedWaitTime E103', 'Add-LearnedRecovery E103', 'Wait-LearnedRecovery E103 {}') {
            (Get-Completion "$cmdlet -Store `$learned -Service ").CompletionText | Should -Be "'it''s one'", mail
        }

        Remove-Variable learned -Scope Global
    }

    It 'answers within 150 ms' {
        $null = Get-Completion 'Get-LearnedWaitTime E10'
        (Measure-Command { Get-Completion 'Get-LearnedWaitTime E10' }).TotalMilliseconds | Should -BeLessThan 150
    }

    It 'creates no file' {
        $env:MARIANNE_HOME = "$TestDrive/nowhere"
        Disconnect-Marianne
        Get-Completion 'Get-LearnedWaitTime x' | Should -BeNullOrEmpty
        Get-Completion 'Get-WorkspaceCluster -ClusterId x' | Should -BeNullOrEmpty
        "$TestDrive/nowhere" | Should -Not -Exist
        Connect-Marianne -InMemory -LearningPath "$TestDrive/peer.db"
    }
}
