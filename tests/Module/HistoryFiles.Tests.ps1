# Execution histories in files and in jobs.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $fixture = "$root/tests/fixtures/peer/execution-history.json"
    Connect-Marianne -InMemory
}

AfterAll {
    Exit-TestSession
}

Describe 'A file' {
    It 'of the Python implementation is read and written unchanged' {
        $h = Import-ExecutionHistory $fixture
        $summary = $h | Measure-ExecutionHistory
        $summary.TotalSteps, $summary.FailedSteps, $summary.SkippedSteps, $summary.CompletedSteps | Should -Be 25, 5, 1, 18
        $summary.TreeDepth, $summary.TotalPaths | Should -Be 7, 9
        $h | Export-ExecutionHistory "$TestDrive/peer.json"
        $before = Get-Content $fixture -Raw | ConvertFrom-Json -AsHashtable
        $after = Get-Content "$TestDrive/peer.json" -Raw | ConvertFrom-Json -AsHashtable
        $before.summary.completed_steps = 18
        $after | ConvertTo-Json -Depth 20 -Compress | Should -BeExactly ($before | ConvertTo-Json -Depth 20 -Compress)
    }

    It 'is identical after an import and an export' {
        New-SampleHistory | Export-ExecutionHistory "$TestDrive/one.json" -PassThru | Should -BeOfType Marianne.History.ExecutionHistory
        Get-Item "$TestDrive/one.json" | Import-ExecutionHistory | Export-ExecutionHistory -LiteralPath "$TestDrive/other.json"
        Get-Content "$TestDrive/other.json" -Raw | Should -BeExactly (Get-Content "$TestDrive/one.json" -Raw)
        Get-ChildItem $TestDrive -Filter *.tmp | Should -BeNullOrEmpty
    }

    It 'is selected by wildcard, path and file object' {
        $null = New-Item "$TestDrive/many" -ItemType Directory
        'a', 'b', '[c]' | ForEach-Object { New-ExecutionHistory "m$_" | Export-ExecutionHistory -LiteralPath "$TestDrive/many/$_.json" }
        (Import-ExecutionHistory "$TestDrive/many/?.json").MachineName | Should -Be ma, mb
        (Get-ChildItem "$TestDrive/many" | Import-ExecutionHistory).Count | Should -Be 3
        ("$TestDrive/many/a.json", "$TestDrive/many/b.json" | Import-ExecutionHistory).Count | Should -Be 2
    }

    It 'contains one history of a pipeline, and a second one is an error' {
        $path = "$TestDrive/both.json"
        $both = (New-ExecutionHistory first), (New-ExecutionHistory second)
        $both | Export-ExecutionHistory $path -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeLike 'HistoryExists,*'
        $failed.TargetObject | Should -Be $path
        "$failed" | Should -BeLike "The file '$path' already has another history from this pipeline*"
        (Import-ExecutionHistory $path).MachineName | Should -Be first
        $both[0], $both[0] | Export-ExecutionHistory $path -ErrorAction Stop

        $id = (New-MarianneJob both -TotalSheets 2).Id
        $both | Export-ExecutionHistory -JobId $id -SheetNumber 2 -ErrorAction SilentlyContinue -ErrorVariable failed
        "$failed" | Should -BeLike "Sheet 2 of the job '$id' already has another history*"
        (Import-ExecutionHistory -JobId $id -SheetNumber 2).MachineName | Should -Be first
    }

    It 'is kept with -NoClobber, and when the export fails' {
        $path = "$TestDrive/kept.json"
        New-SampleHistory | Export-ExecutionHistory $path
        $before = Get-Content $path -Raw
        { New-ExecutionHistory m | Export-ExecutionHistory $path -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId 'HistoryExists,*'
        New-ExecutionHistory m | Export-ExecutionHistory $path -WhatIf
        Set-ItemProperty -Path $path -Name IsReadOnly -Value $true
        { New-ExecutionHistory m | Export-ExecutionHistory $path -ErrorAction Stop } | Should -Throw -ErrorId 'HistoryFileFailed,*'
        Get-Content $path -Raw | Should -BeExactly $before
        New-ExecutionHistory m | Export-ExecutionHistory $path -Force
        (Import-ExecutionHistory $path).MachineName | Should -Be m
    }

    It 'that is a folder causes an error that says so' {
        Import-ExecutionHistory $TestDrive -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'HistoryFileFailed,*'
        "$failure" | Should -BeLike '*it is a folder*'
        Push-Location $TestDrive
        Import-ExecutionHistory . -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -BeLike '*it is a folder*'
        Pop-Location
    }

    It 'that is damaged causes an error with the position' {
        (Get-Content $fixture -Raw).Replace('"in_progress"', '"going"') | Set-Content "$TestDrive/damaged.json"
        $ErrorActionPreference = 'Continue'
        $errors = @(Import-ExecutionHistory "$TestDrive/damaged.json" 2>&1)
        "$errors" | Should -Match "paths\[3\]\[4\]\.status \(byte \d+\) of the step '17d821b3-.*' is 'going', which is not one of pending"
    }
}

Describe 'A job' {
    BeforeAll {
        $null = New-MarianneJob -Id nightly -TotalSheets 3
    }

    It 'has an attached history, and each of its sheets too' {
        New-SampleHistory | Export-ExecutionHistory -JobId nightly
        New-ExecutionHistory ofsheet | Export-ExecutionHistory -JobId nightly -SheetNumber 2
        (Get-MarianneJob nightly | Import-ExecutionHistory | Get-ExecutionStep -Tree)[0] | Should -Be 'validate  Completed  -> ok'
        (Get-MarianneSheet nightly 2 | Import-ExecutionHistory).MachineName | Should -Be ofsheet
        (Import-ExecutionHistory -JobId nightly -SheetNumber 2).MachineName | Should -Be ofsheet
        { Import-ExecutionHistory -JobId nightly -SheetNumber 1 -ErrorAction Stop } | Should -Throw -ErrorId 'HistoryNotFound,*'
        { Import-ExecutionHistory -JobId nightly -SheetNumber 4 -ErrorAction Stop } | Should -Throw -ErrorId 'SheetOutOfRange,*'
    }

    It 'keeps it with -NoClobber' {
        New-SampleHistory | Export-ExecutionHistory -JobId nightly
        { New-ExecutionHistory m | Export-ExecutionHistory -JobId nightly -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId 'HistoryExists,*'
        New-ExecutionHistory m | Export-ExecutionHistory -JobId nightly -WhatIf
        (Import-ExecutionHistory -JobId nightly).MachineName | Should -Be orders
    }

    It 'is copied with it, to <Kind>' -ForEach @(
        @{ Kind = 'SQLite'; Path = 'copy.db' }
        @{ Kind = 'JSON'; Path = 'copy/' }
    ) {
        New-SampleHistory | Export-ExecutionHistory -JobId nightly -SheetNumber 3
        $other = Connect-Marianne "$TestDrive/$Path" -NoDefault
        Copy-MarianneJob nightly $other
        (Import-ExecutionHistory -JobId nightly -SheetNumber 3 -Store $other).ExecutionId | Should -Be exec-1
        Remove-MarianneJob nightly -Store $other -Confirm:$false
        $null = New-MarianneJob -Id nightly -TotalSheets 3 -Store $other
        { Import-ExecutionHistory -JobId nightly -SheetNumber 3 -Store $other -ErrorAction Stop } | Should -Throw -ErrorId 'HistoryNotFound,*'
        Disconnect-Marianne $other
    }
}
