# Clearing the history of jobs that have ended.

BeforeDiscovery {
    $stores = @(
        @{ Kind = 'an SQLite file'; Place = { Connect-Marianne "$TestDrive/$([guid]::NewGuid()).db" -NoDefault } }
        @{ Kind = 'a folder'; Place = { Connect-Marianne "$TestDrive/$([guid]::NewGuid())/" -NoDefault } }
        @{ Kind = 'memory'; Place = { Connect-Marianne -InMemory -NoDefault } }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # Creates a job that ended some days ago, with one recorded attempt.
    function New-EndedJob([string] $Id, [int] $Days, [string] $Status = 'Completed', [string] $Name = 'many', $Store) {
        $job = New-MarianneJob -Id $Id -Name $Name -TotalSheets 1 -Store $Store
        $job.Status = $Status
        $job.CompletedAt = [datetimeoffset]::UtcNow.AddDays(-$Days)
        $job | Save-MarianneCheckpoint -Store $Store
        $null = Add-MarianneExecution $Id 1 -AttemptNumber 1 -Output ('x' * 4000) -ExitCode 0 -Duration 2 -Store $Store
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Clear-MarianneHistory in <Kind>' -ForEach $stores {
    BeforeEach {
        $store = & $Place
        New-EndedJob old 40 -Store $store
        New-EndedJob older 50 -Store $store
        New-EndedJob new 1 -Store $store
        New-EndedJob failed 40 -Status Failed -Store $store
        New-EndedJob other 40 -Name other -Store $store
        $null = New-MarianneJob -Id pending -TotalSheets 1 -Store $store
    }

    AfterEach {
        Disconnect-Marianne $store
    }

    It 'removes the jobs that ended long ago' {
        $cleared = Clear-MarianneHistory -OlderThan 30d -Confirm:$false -PassThru -Store $store
        $cleared | Should -BeOfType Marianne.Jobs.ClearingResult
        $cleared.What, $cleared.Jobs, $cleared.Attempts | Should -Be 'Jobs', 4, 4
        $cleared.Bytes | Should -BeGreaterOrEqual 16000
        (Get-MarianneJob -Store $store).Id | Sort-Object | Should -Be new, pending
    }

    It 'keeps the newest of each name, failed jobs and other names' {
        Clear-MarianneHistory -Keep 1 -KeepFailed -Name MA* -Confirm:$false -Store $store | Should -BeNullOrEmpty
        (Get-MarianneJob -Store $store).Id | Sort-Object | Should -Be failed, new, other, pending
    }

    It 'says with -WhatIf what would be cleared, and changes nothing' {
        Start-Transcript "$TestDrive/whatif.txt" | Out-Null
        try {
            Clear-MarianneHistory -OlderThan 30d -What Jobs, Output -WhatIf -Store $store
        } finally {
            Stop-Transcript | Out-Null
        }

        $text = Get-Content "$TestDrive/whatif.txt" -Raw
        $text | Should -Match 'Remove the prompts and outputs of 4 recorded attempts of 4 jobs, 15\.6 KB'
        @(Get-MarianneJob -Store $store).Count | Should -Be 6

        $output, $jobs = Clear-MarianneHistory -OlderThan 30d -What Jobs, Output -Confirm:$false -PassThru -Store $store
        $output.Jobs, $output.Attempts, $output.Bytes | Should -Be 4, 4, 16000
        $size = [Marianne.Commands.DisplayText]::Bytes($jobs.Bytes)
        $text | Should -Match "Remove $($jobs.Jobs) jobs with $($jobs.Attempts) recorded attempts, $([regex]::Escape($size))"
    }

    It 'clears only attempts, whose figures stay' {
        $before = Measure-MarianneJob old -Store $store
        (Clear-MarianneHistory -OlderThan 30d -What Attempts -Confirm:$false -PassThru -Store $store).Attempts | Should -Be 4
        Get-MarianneExecution old -Store $store | Should -BeNullOrEmpty
        Measure-MarianneJob old -Store $store | Should -Be $before
        @(Get-MarianneJob -Store $store).Count | Should -Be 6
    }

    It 'clears only prompts and outputs' {
        (Clear-MarianneHistory -OlderThan 30d -What Output -Confirm:$false -PassThru -Store $store).Bytes | Should -Be 16000
        $attempt = Get-MarianneExecution old -Store $store
        $attempt.Output, $attempt.ExitCode | Should -Be $null, 0
        (Get-MarianneExecution new -Store $store).Output.Length | Should -Be 4000
    }

    It 'clears also the attempts that were recorded after it had counted them' {
        Clear-MarianneHistory -OlderThan 30d -What Attempts -Confirm:$false -Store $store
        Add-MarianneExecution old 1 -AttemptNumber 1 -Store $store
        $cleared = Clear-MarianneHistory -OlderThan 30d -What Attempts -Confirm:$false -PassThru -Verbose -Store $store 4>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.VerboseRecord]) {
                Add-MarianneExecution older 1 -AttemptNumber 1 -Store $store
            } else {
                $_
            }
        }
        $cleared.Jobs, $cleared.Attempts | Should -Be 2, 2
    }

    It 'rewrites the store, also without clearing anything' {
        Clear-MarianneHistory -OlderThan 30d -Compact -Confirm:$false -Store $store
        Clear-MarianneHistory -Compact -Confirm:$false -PassThru -Store $store | Should -BeNullOrEmpty
        (Get-MarianneJob -Store $store).Id | Sort-Object | Should -Be new, pending
    }

    It 'returns that nothing was cleared' {
        $cleared = Clear-MarianneHistory -OlderThan 300d -What Jobs, Attempts -PassThru -Store $store
        $cleared.What | Should -Be Attempts, Jobs
        $cleared.Jobs | Should -Be 0, 0
    }
}

Describe 'Clear-MarianneHistory' {
    It 'requires to say what is kept' {
        Clear-MarianneHistory -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        Clear-MarianneHistory -Keep -1 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -BeLike '*-1 is not a valid number of jobs to keep*'
    }

    It 'refuses $null for <_>' -ForEach 'OlderThan', 'Keep' {
        $arguments = @{ Keep = 1 }
        $arguments[$_] = $null
        { Clear-MarianneHistory @arguments -Confirm:$false } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'keeps the files of outputs of a job that was copied' {
        Connect-Marianne "$TestDrive/copied.db"
        $archive = Connect-Marianne "$TestDrive/archive.db" -NoDefault -PassThru
        $job = Invoke-MarianneJob -Name copied -Sheet { Write-MarianneOutput big ('x' * 100000) } -Workspace "$TestDrive/copied"
        Copy-MarianneJob $job.Id -Destination $archive
        Clear-MarianneHistory -Keep 0 -Confirm:$false
        Get-MarianneJob | Should -BeNullOrEmpty
        (Get-MarianneOutput $job.Id -Store $archive).Value.Length | Should -Be 100000
    }

    It 'deletes the files of outputs of a job whose copy was refused' {
        Connect-Marianne "$TestDrive/refused.db"
        $archive = Connect-Marianne "$TestDrive/refusing.db" -NoDefault -PassThru
        $job = Invoke-MarianneJob -Name refused -Sheet { Write-MarianneOutput big ('x' * 100000) } -Workspace "$TestDrive/refused"
        $null = New-MarianneJob -Id $job.Id -TotalSheets 1 -Store $archive
        Copy-MarianneJob $job.Id -Destination $archive -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobExists,*'
        Clear-MarianneHistory -Keep 0 -Confirm:$false
        Get-ChildItem "$TestDrive/refused" -Recurse -File -Filter *big* | Should -BeNullOrEmpty
    }

    It 'skips a damaged job with a warning, and clears the others' {
        $folder = "$TestDrive/damaged"
        $store = Connect-Marianne "$folder/" -PassThru
        New-EndedJob old 40 -Store $store
        New-EndedJob bad 40 -Store $store
        Set-Content "$folder/bad.json" 'not JSON'
        $cleared = Clear-MarianneHistory -OlderThan 30d -Confirm:$false -PassThru -WarningVariable warning -WarningAction SilentlyContinue
        $cleared.Jobs | Should -Be 1
        "$warning" | Should -BeLike "The history of a damaged job was kept: '*bad.json' is damaged*"
        Get-ChildItem $folder -Filter *.json | Should -HaveCount 1
    }

    It 'prompts for confirmation' {
        $attribute = (Get-Command Clear-MarianneHistory).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
        $attribute.ConfirmImpact | Should -Be High
    }

    It 'shows what was cleared with its size' {
        [Marianne.Jobs.ClearingResult]::new('Jobs', 1200, 3400, 51904512) | Out-String | Should -Match '1200 +3400 +0 +49\.5 MB Jobs'
    }
}

Describe 'Clear-MarianneHistory -What Learned in <Kind>' -ForEach @(
    @{
        Kind = 'an SQLite file'
        Place = { Connect-Marianne "$TestDrive/$([guid]::NewGuid()).db" -LearningPath "$TestDrive/$([guid]::NewGuid()).db" -NoDefault }
    }
    @{ Kind = 'memory'; Place = { Connect-Marianne -InMemory -NoDefault } }
) {
    BeforeEach {
        $store = & $Place
        New-EndedJob old 40 -Store $store
    }

    AfterEach {
        Disconnect-Marianne $store
    }

    It 'forgets what was learned long ago, and keeps its figures' {
        $null = Add-LearnedOutcome -JobName old -Workspace / -SheetNumber 1 -Duration 1 -Store $store
        1..210 | ForEach-Object { [pscustomobject]@{ ErrorCode = 'E101'; SuggestedWait = 60; ActualWait = $_; Recovered = $true } } |
            Add-LearnedRecovery -Store $store
        Clear-MarianneHistory -What Learned -OlderThan 1d -Confirm:$false -PassThru -Store $store | ForEach-Object Records | Should -Be 0

        $before = Get-LearnedWaitTime E101 -StaticDelay 60 -Strategy Compatible -Store $store
        Start-Transcript "$TestDrive/learned.txt" | Out-Null
        try {
            Clear-MarianneHistory -What Learned -OlderThan 0 -WhatIf -Store $store
        } finally {
            Stop-Transcript | Out-Null
        }

        Get-Content -Raw "$TestDrive/learned.txt" | Should -Match 'Remove 1 outcome and 10 recoveries'
        $cleared = Clear-MarianneHistory -What Learned -OlderThan 0 -Confirm:$false -PassThru -Store $store
        $cleared.What, $cleared.Jobs, $cleared.Records | Should -Be 'Learned', 0, 11
        @(Get-LearnedRecovery -Store $store).Count | Should -Be 200
        @(Get-LearnedOutcome -Store $store).Count | Should -Be 0
        $figures = Measure-LearnedOutcome -Store $store
        $figures.TotalExecutions, $figures.TotalErrorRecoveries, $figures.UniqueWorkspaces | Should -Be 1, 210, 1
        $after = Get-LearnedWaitTime E101 -StaticDelay 60 -Strategy Compatible -Store $store
        $after | ConvertTo-Json | Should -Be ($before | ConvertTo-Json)
        @(Get-MarianneJob -Store $store).Count | Should -Be 1
    }

    It 'needs an age to forget what was learned, and no name' {
        { Clear-MarianneHistory -What Learned -Keep 3 -Confirm:$false -Store $store -ErrorAction Stop } |
            Should -Throw 'What was learned is cleared by its age. Specify -OlderThan.' -ErrorId 'InvalidParameter,*'
        { Clear-MarianneHistory -What Jobs, Learned -OlderThan 1d -Name a -Confirm:$false -Store $store -ErrorAction Stop } |
            Should -Throw 'What was learned has no names of jobs*' -ErrorId 'InvalidParameter,*'
        @(Get-MarianneJob -Store $store).Count | Should -Be 1
    }
}

Describe 'Set-MarianneRetention in <Kind>' -ForEach $stores {
    BeforeEach {
        $store = & $Place
    }

    AfterEach {
        Disconnect-Marianne $store
    }

    It 'changes only what is specified' {
        Get-MarianneRetention -Store $store | Out-String | Should -Match '(?s)Completed *: for ever.*Keep *: 0'
        Set-MarianneRetention -Completed 30d -Failed 90d -Learned 365d -Keep 10 -Store $store | Should -BeNullOrEmpty
        $rule = Set-MarianneRetention -Failed $null -Cancelled 1h -PassThru -Store $store
        $rule.Completed.TotalDays, $rule.Failed, $rule.Cancelled.TotalHours, $rule.Keep | Should -Be 30, $null, 1, 10
        $rule.Learned.TotalDays | Should -Be 365
        Get-MarianneRetention -Store $store | Should -Be $rule
        $rule | Should -BeOfType Marianne.Jobs.RetentionRule
    }

    It 'changes nothing with -WhatIf, and refuses a negative number' {
        Set-MarianneRetention -Completed 30d -WhatIf -Store $store -WarningVariable warning
        $warning | Should -BeNullOrEmpty
        Set-MarianneRetention -Failed 30 -WhatIf -Store $store -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeLike '-Failed is only 30.0 s: *30d is 30 days.'
        Set-MarianneRetention -Keep -1 -Store $store -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        (Get-MarianneRetention -Store $store).KeepsAll | Should -BeTrue
    }

    It 'leaves the jobs of a score to its own rule' {
        $score = @{ name = 'own'; workspace = "$TestDrive"; sheets = @(@{ command = 'true' }); retention = @{ completed = '7d'; keep = 0 } }
        $plan = Invoke-MarianneJob -Score $score -WhatIf -Store $store
        $plan.Retention | Should -Be 'Completed 7d, at least 0 of the name'
        $plan | Out-String | Should -Match 'Kept *: Completed 7d, at least 0 of the name'
        $null = Invoke-MarianneJob -Score $score -Store $store
        foreach ($days in 5, 10) {
            $job = New-MarianneJob -Id "own$days" -Score $score -Store $store
            $job.Status = 'Completed'
            $job.CompletedAt = [datetimeoffset]::UtcNow.AddDays(-$days)
            $job.Sheets[0].Status = 'Completed'
            $job | Save-MarianneCheckpoint -Store $store
        }

        New-EndedJob other 40 -Store $store
        $null = Set-MarianneRetention -Store $store # The history is looked at again.
        $null = Invoke-MarianneJob -Name after -Workspace $TestDrive -Sheet { 'done' } -Store $store
        Get-MarianneJob own10 -Store $store -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-MarianneJob own5 -Store $store | Should -Not -BeNullOrEmpty
        Get-MarianneJob other -Store $store | Should -Not -BeNullOrEmpty
    }

    It 'is applied when a run has ended' {
        New-EndedJob old 40 -Store $store
        New-EndedJob new 1 -Store $store
        Set-MarianneRetention -Completed 30d -Store $store
        $job = Invoke-MarianneJob -Name after -Workspace $TestDrive -Sheet { 'done' } -PassThru -Store $store
        (Get-MarianneJob -Store $store).Id | Sort-Object | Should -Be ('new', $job.Id | Sort-Object)
    }
}
