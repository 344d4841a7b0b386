# How outcomes, recoveries and clusters come into the store: one by one, from a file, and never by half.

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $ownHome = $env:MARIANNE_HOME
    Import-Module "$root/Marianne.psd1"
    $env:MARIANNE_HOME = "$TestDrive/home"

    function New-Recovery([int] $Count) {
        foreach ($number in 1..$Count) {
            [pscustomobject]@{ ErrorCode = 'E103'; ActualWait = $number % 60; Recovered = $true }
        }
    }

    function Get-Total {
        (Measure-LearnedOutcome).TotalErrorRecoveries
    }
}

AfterAll {
    Disconnect-Marianne
    $env:MARIANNE_HOME = $ownHome
}

Describe 'Add-LearnedOutcome' {
    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'remembers what came of a sheet, and no name and no path' {
        $given = @{
            Duration = 12.5; Status = 'Failed'; RetryCount = 2; SuccessWithoutRetry = $false; ValidationPassRate = 0.75
            Model = 'sonnet'; ErrorCodes = 'E101', 'E103'; StartedAt = [datetime]'2026-03-01 07:05'
        }
        $outcome = Add-LearnedOutcome nightly nightly-sheet12 /work/space/0 @given -PassThru
        $outcome.JobHash | Should -Be b885a47feb0c3503
        if (-not $IsWindows) {
            $outcome.WorkspaceHash | Should -Be 876ffdaf4785e7db
        }

        $outcome.SheetNumber, $outcome.RetryCount, $outcome.Duration.TotalSeconds | Should -Be 12, 2, 12.5
        $outcome.Status, $outcome.Model | Should -Be failed, sonnet
        $outcome.SuccessWithoutRetry | Should -BeFalse
        $outcome.ErrorCodes | Should -Be E101, E103
        [Math]::Round($outcome.ConfidenceScore, 9) | Should -Be 0.55
        $outcome.StartedAt | Should -Be $given.StartedAt
        $outcome.CompletedAt.Kind | Should -Be Local
        ([datetime]::Now - $outcome.CompletedAt).TotalSeconds | Should -BeLessThan 60
        (Get-LearnedOutcome).Id | Should -Be $outcome.Id
    }

    It 'takes a first success for granted of a completed sheet that was not retried: <Status>, <RetryCount>' -ForEach @(
        @{ Status = 'Completed'; RetryCount = 0; Expected = $true }
        @{ Status = 'Completed'; RetryCount = 1; Expected = $false }
        @{ Status = 'Failed'; RetryCount = 0; Expected = $false }
    ) {
        $outcome = Add-LearnedOutcome nightly 1 . -Status $Status -RetryCount $RetryCount -PassThru
        $outcome.SuccessWithoutRetry | Should -Be $Expected
        $outcome.ValidationPassRate | Should -Be 1
    }

    It 'takes the workspace seen from where the session is' {
        Push-Location $TestDrive
        try {
            $relative = Add-LearnedOutcome nightly 1 ./work -PassThru
        } finally {
            Pop-Location
        }

        $relative.WorkspaceHash | Should -Be (Add-LearnedOutcome nightly 1 "$TestDrive/work" -PassThru).WorkspaceHash
    }

    It 'takes sheets' {
        $null = New-MarianneJob -Id sheets -TotalSheets 2
        Set-MarianneSheet sheets 1 Completed -Duration 5
        $outcome = Get-MarianneSheet sheets 1 | Add-LearnedOutcome -Workspace . -PassThru
        $outcome.SheetNumber, $outcome.Duration.TotalSeconds, $outcome.Status | Should -Be 1, 5, completed
        (Get-MarianneJob sheets | Get-LearnedOutcome).Id | Should -Be $outcome.Id
    }

    It 'is silent without -PassThru' {
        Add-LearnedOutcome nightly 1 . | Should -BeNullOrEmpty
    }

    It 'refuses <Because>, and writes nothing' -ForEach @(
        @{ Because = 'a rate above 1'; Given = @{ ValidationPassRate = 1.01 } }
        @{ Because = 'a rate below 0'; Given = @{ ValidationPassRate = -0.01 } }
        @{ Because = 'a negative count'; Given = @{ RetryCount = -1 } }
        @{ Because = 'a long model'; Given = @{ Model = 'm' * 257 } }
        @{ Because = 'a long code'; Given = @{ ErrorCodes = 'E1', ('E' * 65) } }
        @{ Because = 'no job'; Given = @{ JobId = '' } }
        @{ Because = 'no sheet'; Given = @{ SheetId = '' } }
    ) {
        $all = @{ JobId = 'nightly'; SheetId = '1'; Workspace = '.' } + @{}
        foreach ($name in $Given.Keys) {
            $all[$name] = $Given[$name]
        }

        Add-LearnedOutcome @all -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRecord,*'
        $failure[0].CategoryInfo.Category | Should -Be InvalidData
        Get-LearnedOutcome | Should -BeNullOrEmpty
    }

    It 'refuses <Because>' -ForEach @(
        @{ Because = 'no workspace'; Workspace = '' }
        @{ Because = 'a path with a null character'; Workspace = "a`0b" }
        @{ Because = 'a path outside the file system'; Workspace = 'env:PATH' }
    ) {
        Add-LearnedOutcome nightly 1 $Workspace -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }
}

Describe 'A CSV file of outcomes' {
    BeforeAll {
        $header = 'JobId,SheetId,Workspace,Duration,Status,RetryCount,SuccessWithoutRetry,ValidationPassRate,Model,ErrorCodes,StartedAt'
    }

    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'is read in full' {
        $header, 'nightly,nightly-sheet7,/work,12.5,completed,2,False,0.5,sonnet,"E101;E103",2026-03-01T07:05:00Z' |
            ConvertFrom-Csv | Add-LearnedOutcome
        $outcome = Get-LearnedOutcome
        $outcome.Duration.TotalSeconds, $outcome.RetryCount, $outcome.ValidationPassRate | Should -Be 12.5, 2, 0.5
        $outcome.SuccessWithoutRetry | Should -BeFalse
        $outcome.ErrorCodes | Should -Be E101, E103
        $outcome.StartedAt.ToUniversalTime() | Should -Be ([datetime]'2026-03-01 07:05')
    }

    It 'may leave cells empty' {
        $header, 'nightly,7,/work,,,,,,,,' | ConvertFrom-Csv | Add-LearnedOutcome
        $outcome = Get-LearnedOutcome
        $outcome.Status, $outcome.RetryCount, $outcome.ValidationPassRate | Should -Be completed, 0, 1
        $outcome.Model | Should -BeNullOrEmpty
        $outcome.ErrorCodes | Should -BeNullOrEmpty
    }

    It 'has a bad <Column>: it is reported with its record, and the rest is written' -ForEach @(
        @{ Column = 'Duration'; Cell = 'abc' }, @{ Column = 'Duration'; Cell = '-1' }, @{ Column = 'Duration'; Cell = 'NaN' }
        @{ Column = 'Status'; Cell = 'singing' }, @{ Column = 'Status'; Cell = '7' }
        @{ Column = 'RetryCount'; Cell = '1.5' }, @{ Column = 'RetryCount'; Cell = '-1' }
        @{ Column = 'SuccessWithoutRetry'; Cell = 'maybe' }
        @{ Column = 'ValidationPassRate'; Cell = '0,5' }, @{ Column = 'ValidationPassRate'; Cell = '1.5' }
        @{ Column = 'ErrorCodes'; Cell = 'E' * 65 }
        @{ Column = 'StartedAt'; Cell = 'yesterday' }
        @{ Column = 'JobId'; Cell = '' }, @{ Column = 'SheetId'; Cell = '' }
    ) {
        $rows = $header, 'nightly,1,/work,,,,,,,,', 'nightly,2,/work,,,,,,,,', 'nightly,3,/work,,,,,,,,' | ConvertFrom-Csv
        $rows[1].$Column = $Cell
        $rows | Add-LearnedOutcome -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        "$($failure[0])" | Should -BeLike '*Record 2: *'
        "$($failure[0])" | Should -BeLike "*$Column*"
        (Get-LearnedOutcome).SheetNumber | Should -Be 3, 1
    }

    It 'says no record of an argument' {
        1, 2 | ForEach-Object { [pscustomobject]@{ Duration = 'bad' } } | Add-LearnedRecovery -ErrorAction SilentlyContinue
        $failure = { Add-LearnedOutcome nightly 1 . -Duration abc } | Should -Throw -PassThru
        "$failure" | Should -BeLike "*'abc' is not a duration*"
        "$failure" | Should -Not -BeLike '*Record*'
    }
}

Describe 'Add-LearnedRecovery' {
    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'remembers what came of a wait' {
        $recovery = Add-LearnedRecovery E103 41.5 $true -SuggestedWait '00:01:00' -Model sonnet -PassThru
        $recovery.ActualWait.TotalSeconds, $recovery.SuggestedWait.TotalSeconds | Should -Be 41.5, 60
        $recovery.RecordedAt.Kind | Should -Be Local
        $recovery.Hour | Should -Be $recovery.RecordedAt.Hour
        (Get-LearnedRecovery).Id | Should -Be $recovery.Id
    }

    It 'was to wait as long as it did when nobody says' {
        (Add-LearnedRecovery E103 41 $false -PassThru).SuggestedWait.TotalSeconds | Should -Be 41
    }

    It 'refuses <Because>' -ForEach @(
        @{ Because = 'a negative wait'; Arguments = 'E103', -1, $true }
        @{ Because = 'a wait that is no number'; Arguments = 'E103', [double]::NaN, $true }
        @{ Because = 'an endless wait'; Arguments = 'E103', [double]::PositiveInfinity, $true }
        @{ Because = 'no code'; Arguments = '', 1, $true }
        @{ Because = 'a code of blanks'; Arguments = ' ', 1, $true }
        @{ Because = 'a long code'; Arguments = ('E' * 65), 1, $true }
        @{ Because = 'a code with a control character'; Arguments = "E`n1", 1, $true }
    ) {
        { Add-LearnedRecovery @Arguments -ErrorAction Stop } | Should -Throw
        Get-Total | Should -Be 0
    }

    It 'copies from one store to another' {
        Add-LearnedRecovery E103 41.5 $true -SuggestedWait 60 -Model sonnet
        Add-LearnedRecovery E104 5 $false
        $other = Connect-Marianne -InMemory -NoDefault
        Get-LearnedRecovery | Add-LearnedRecovery -Store $other
        $copies = Get-LearnedRecovery -Store $other | Sort-Object ErrorCode
        $copies.ErrorCode | Should -Be E103, E104
        $copies[0].ActualWait.TotalSeconds, $copies[0].SuggestedWait.TotalSeconds, $copies[0].Model | Should -Be 41.5, 60, sonnet
        $copies[1].Recovered | Should -BeFalse
        $copies[1].Model | Should -BeNullOrEmpty
    }

    It 'reports a missing cell with its record' {
        'ErrorCode,ActualWait,Recovered', 'E1,,true', 'E2,2,', 'E3,3,true' | ConvertFrom-Csv |
            Add-LearnedRecovery -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -BeLike "*'ActualWait'*Record 1: There is no value*"
        "$($failure[1])" | Should -BeLike "*'Recovered'*Record 2: There is no value*"
        (Get-LearnedRecovery).ErrorCode | Should -Be E3
    }
}

Describe 'Many records' {
    BeforeAll {
        $file = "$TestDrive/many.db"
    }

    BeforeEach {
        Connect-Marianne -InMemory -LearningPath $file
        $before = Get-Total
    }

    It 'are all written, the bad ones apart' {
        $rows = New-Recovery 2500
        $rows[700].ActualWait = 'bad'
        $rows[1700].ErrorCode = 'E' * 65
        $rows | Add-LearnedRecovery -ErrorAction SilentlyContinue -ErrorVariable failure
        Get-Total | Should -Be ($before + 2498)
        "$($failure[0])" | Should -BeLike '*Record 701: *'
        "$($failure[1])" | Should -BeLike 'Record 1701: *'
    }

    It 'come back with -PassThru, each in the store already, in order' {
        $seen = New-Recovery 1500 | Add-LearnedRecovery -PassThru | ForEach-Object -Begin { $count = 0 } {
            if (++$count -in 1, 1000, 1500) {
                # Another connection sees it: it is committed.
                pwsh -NoProfile -NonInteractive -Command "Import-Module '$root/Marianne.psd1'
                    Connect-Marianne -InMemory -LearningPath '$file'
                    [bool] (Get-LearnedRecovery -First 2000 | Where-Object Id -eq '$($_.Id)')"
            }
        }
        $seen | Should -Be 'True', 'True', 'True'
        $count | Should -Be 1500
        Get-Total | Should -Be ($before + 1500)
    }

    It 'hold no lock while they come slowly, and are written as they come' {
        $totals = New-Recovery 4 | ForEach-Object {
            $_
            Start-Sleep -Milliseconds 400
            $null = Add-LearnedRateLimit E103 1 # Somebody else writes.
            Set-Variable last (Get-Total) -Scope Script
        } | Add-LearnedRecovery -PassThru | ForEach-Object { Get-Total }
        $totals | Should -Be (1..4 | ForEach-Object { $before + $_ })
        $last | Should -Be ($before + 4)
    }

    It 'are written after a moment when no more come' {
        $seen = New-Recovery 10 | ForEach-Object -Process { $_ } -End {
            Start-Sleep -Milliseconds 600
            Set-Variable seen (Get-Total) -Scope Script
        } | Add-LearnedRecovery
        $seen | Should -BeNullOrEmpty
        $script:seen | Should -Be ($before + 10)
    }

    It 'may end early' {
        $first = New-Recovery 5000 | Add-LearnedRecovery -PassThru | Select-Object -First 1
        (Get-LearnedRecovery | Where-Object Id -EQ $first.Id).ErrorCode | Should -Be E103
        Start-Sleep -Milliseconds 400
        Get-Total | Should -BeLessOrEqual ($before + 1000)
    }

    It 'stop when they are told to: what was committed stays, and nothing is written after' {
        $shell = [powershell]::Create().AddScript({
                param($root, $file)
                Import-Module "$root/Marianne.psd1"
                Connect-Marianne -InMemory -LearningPath $file
                & { for ($i = 0; ; $i++) { [pscustomobject]@{ ErrorCode = 'E103'; ActualWait = 1; Recovered = $true } } } |
                    Add-LearnedRecovery
            }).AddArgument($root).AddArgument($file)
        $null = $shell.BeginInvoke()
        while ((Get-Total) -lt $before + 2000) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Streams.Error | Should -BeNullOrEmpty
        $after = Get-Total
        Start-Sleep -Milliseconds 500
        Get-Total | Should -Be $after
        (Get-LearnedRecovery -First 1).ErrorCode | Should -Be E103
        $shell.Dispose()
    }

    It 'say how far they have come, at most five times a second' {
        $shell = [powershell]::Create().AddScript({
                param($root)
                Import-Module "$root/Marianne.psd1"
                Connect-Marianne -InMemory
                1..30 | ForEach-Object {
                    Start-Sleep -Milliseconds 30
                    [pscustomobject]@{ ErrorCode = 'E103'; ActualWait = 1; Recovered = $true }
                } | Add-LearnedRecovery
            }).AddArgument($root)
        $null = $shell.Invoke()
        $records = $shell.Streams.Progress | Where-Object Activity -EQ 'Remember recoveries'
        $records.Count | Should -BeGreaterThan 1
        $records.Count | Should -BeLessOrEqual 10
        $records[0].StatusDescription | Should -Match '^\d+ records$'
        $records[-1].RecordType | Should -Be Completed
        $shell.Dispose()
    }
}

Describe 'Set-WorkspaceCluster' {
    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'takes folders, and the hash of their path is kept' {
        1..3 | ForEach-Object { $null = New-Item "$TestDrive/spaces/space$_" -ItemType Directory -Force }
        $clusters = Get-ChildItem "$TestDrive/spaces" -Directory | Set-WorkspaceCluster -ClusterId etl -PassThru
        $clusters.ClusterId | Should -Be etl, etl, etl
        $clusters.WorkspaceHash | Select-Object -Unique | Should -HaveCount 3
        (Get-WorkspaceCluster "$TestDrive/spaces/space2").WorkspaceHash | Should -Be $clusters[1].WorkspaceHash
        (Get-WorkspaceCluster -ClusterId etl).Count | Should -Be 3
    }

    It 'takes a folder that does not exist, a path, a hash, and lines of a file' {
        Set-WorkspaceCluster /work/space/0 one
        '/work/space/1' | Set-WorkspaceCluster -ClusterId two
        Set-WorkspaceCluster -WorkspaceHash 1524e1c878fd2b7a -ClusterId three
        'Workspace,ClusterId', '/work/space/4,four' | ConvertFrom-Csv | Set-WorkspaceCluster
        'WorkspaceHash,ClusterId', '1524e1c878fd2b7b,five' | ConvertFrom-Csv | Set-WorkspaceCluster
        (Get-WorkspaceCluster /work/space/0).ClusterId | Should -Be one
        (Get-WorkspaceCluster -WorkspaceHash 1524e1c878fd2b7a).ClusterId | Should -Be three
        (Get-WorkspaceCluster /work/space/4).ClusterId | Should -Be four
        (Get-WorkspaceCluster -WorkspaceHash 1524e1c878fd2b7b).ClusterId | Should -Be five
    }

    It 'replaces the cluster that a workspace was in, the last time counts' {
        [pscustomobject]@{ Workspace = '/w'; ClusterId = 'a' }, [pscustomobject]@{ Workspace = '/w'; ClusterId = 'b' } | Set-WorkspaceCluster
        (Get-WorkspaceCluster /w).ClusterId | Should -Be b
        Get-WorkspaceCluster -ClusterId a | Should -BeNullOrEmpty
    }

    It 'refuses <Because>, and the rest goes on' -ForEach @(
        @{ Because = 'a hash that is none'; Bad = @{ WorkspaceHash = 'nohash'; ClusterId = 'etl' } }
        @{ Because = 'a hash in upper case'; Bad = @{ WorkspaceHash = '1524E1C878FD2B7A'; ClusterId = 'etl' } }
        @{ Because = 'no cluster'; Bad = @{ WorkspaceHash = '1524e1c878fd2b7a'; ClusterId = '' } }
        @{ Because = 'a long cluster'; Bad = @{ WorkspaceHash = '1524e1c878fd2b7a'; ClusterId = 'c' * 257 } }
    ) {
        [pscustomobject] $Bad, [pscustomobject]@{ WorkspaceHash = '876ffdaf4785e7db'; ClusterId = 'good' } |
            Set-WorkspaceCluster -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRecord,*'
        "$($failure[0])" | Should -BeLike 'Record 1: *'
        (Get-WorkspaceCluster -ClusterId good).WorkspaceHash | Should -Be 876ffdaf4785e7db
        Get-WorkspaceCluster -ClusterId etl | Should -BeNullOrEmpty
    }
}
