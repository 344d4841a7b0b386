# Views and completion of execution histories.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe 'Completion' {
    BeforeAll {
        $sample = New-SampleHistory
        Set-Variable -Name sampleHistory -Value $sample -Scope Global
        Set-Variable -Name sampleStep -Value $sample.CurrentStep -Scope Global
    }

    AfterAll {
        Remove-Variable sampleHistory, sampleStep -Scope Global
    }

    It 'returns states and ids of the history in the pipeline or parameter' {
        (Get-Completion '$sampleHistory | Get-ExecutionStep -State ').CompletionText | Should -Be validate, charge, ship
        (Get-Completion 'Get-ExecutionStep -InputObject $sampleHistory c').CompletionText | Should -Be charge
        $ids = Get-Completion '$sampleStep | Add-ExecutionStep x -ParentId '
        $ids.Count | Should -Be 4
        $ids[0].ToolTip | Should -Be 'ship (Skipped)'
    }

    It 'returns nothing without a history' {
        Get-Completion 'Get-ExecutionStep -State x' | Should -BeNullOrEmpty
        Get-Completion '$nothing | Get-ExecutionStep -Id x' | Should -BeNullOrEmpty
    }
}

Describe 'The views' {
    BeforeAll {
        $h = New-SampleHistory
        $far = $h | Get-ExecutionStep | ConvertTo-Deserialized
    }

    It 'show a step in one line of 120 columns' {
        $lines = $h | Get-ExecutionStep | Format-Table | Get-Line
        $lines[0] -split '\s+' | Should -Be State, Status, Duration, After, Outcome
        $lines[3] | Should -Match '^charge +Failed +validate +refused by the bank$'
        ($far | Format-Table | Get-Line)[3] | Should -Match '^charge +Failed +refused by the bank$' -Because 'it does not know its tree'
    }

    It 'show a step, a history and its statistics as lists' {
        $h | Get-ExecutionStep ship | Format-List | Out-String | Should -Match 'Metrics\s*: \{"skip_reason":"a download"\}'
        $h | Format-List | Out-String | Should -Match 'CurrentStep\s*: ship \(Skipped\)'
        $h | Measure-ExecutionHistory | Format-List | Out-String | Should -Match 'TotalPaths\s*: 2'
    }

    It 'show a history and its statistics in one line' {
        ($h | Format-Table | Out-String -Width 120) | Should -Match 'orders +4 +1 +1 +3 +exec-1'
        ($h | Measure-ExecutionHistory | Format-Table | Out-String -Width 120) | Should -Match 'orders +4 +2 +1 +1 +3 +2'
        ($h | Out-String -Width 80) | Should -Match '(?m)^Machine +Steps Failed Skipped +Depth +Duration ExecutionId *\r?$'
        ($h | Measure-ExecutionHistory | Format-Table | Out-String -Width 80) |
            Should -Match '(?m)^Machine +Steps Completed Failed Skipped +Depth +Paths +Duration *\r?$'
    }
}
