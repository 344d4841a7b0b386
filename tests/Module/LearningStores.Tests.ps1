# The learning store: its location, its sharing, and files that are not learning stores.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # A line for each cmdlet that only reads.
    $reads = {
        Get-LearnedOutcome
        Measure-LearnedOutcome
        Get-LearnedRecovery
        Get-LearnedWaitTime E103
        Get-LearnedExecutionWindow
        Get-LearnedRateLimit
        Test-LearnedRateLimit
        Get-WorkspaceCluster /work
        Get-WorkspaceCluster -ClusterId etl
        Get-MarianneCircuitBreaker
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The default file' {
    AfterEach {
        Disconnect-Marianne
    }

    It 'is not created by a read' {
        $null = & $reads
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'is not created by -WhatIf' {
        Add-LearnedRecovery E103 1 $true -WhatIf
        Add-LearnedOutcome nightly 1 /work -WhatIf
        Add-LearnedRateLimit E103 60 -WhatIf
        Set-WorkspaceCluster /work etl -WhatIf
        Clear-LearnedRateLimit -WhatIf
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'is created by the first record, readable only by its owner, and without a job store' {
        Add-LearnedRecovery E103 1 $true
        Get-ChildItem "$TestDrive/home" -Filter *.db | ForEach-Object Name | Should -Be global-learning.db
        if (-not $IsWindows) {
            (Get-Item "$TestDrive/home/global-learning.db").UnixMode | Should -Be '-rw-------'
        }

        (Get-LearnedRecovery).ErrorCode | Should -Be E103
    }

    It 'is shared by all job stores without -LearningPath' {
        Connect-Marianne "$TestDrive/some.db"
        (Get-MarianneStore).LearningPath | Should -Be ([IO.Path]::GetFullPath("$TestDrive/home/global-learning.db"))
        (Get-LearnedRecovery).ErrorCode | Should -Be E103
    }

    It 'is closed by Disconnect-Marianne, so that it can be deleted' {
        $null = Get-LearnedRecovery
        Disconnect-Marianne
        Get-ChildItem "$TestDrive/home" -Filter *.db-* | Should -BeNullOrEmpty
        Remove-Item "$TestDrive/home" -Recurse
    }
}

Describe 'Connect-Marianne' {
    AfterEach {
        Disconnect-Marianne
        Remove-Item "$TestDrive/home" -Recurse -ErrorAction Ignore
    }

    It 'creates the file of -LearningPath relative to the current location' {
        Push-Location $TestDrive
        try {
            $store = Connect-Marianne jobs.db -LearningPath learned.db -PassThru
        } finally {
            Pop-Location
        }

        $store.LearningPath | Should -Be ([IO.Path]::GetFullPath("$TestDrive/learned.db"))
        $store.LearningPath | Should -Exist
        Add-LearnedRecovery E103 1 $true
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'keeps a separate learning store in memory for each job store in memory' {
        Connect-Marianne -InMemory
        Add-LearnedRecovery E103 1 $true
        (Get-MarianneStore).LearningPath | Should -BeNullOrEmpty
        (Get-LearnedRecovery).ErrorCode | Should -Be E103
        Get-LearnedRecovery -Store (Connect-Marianne -InMemory -NoDefault) | Should -BeNullOrEmpty
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'combines a learning store in a file with jobs in memory' {
        Connect-Marianne -InMemory -LearningPath "$TestDrive/beside.db"
        Add-LearnedRecovery E103 1 $true
        Connect-Marianne -InMemory -LearningPath "$TestDrive/beside.db"
        (Get-LearnedRecovery).ErrorCode | Should -Be E103
    }

    It 'creates no file with -MustExist' {
        { Connect-Marianne -InMemory -LearningPath "$TestDrive/gone.db" -MustExist } | Should -Throw -ErrorId 'StoreNotFound,*'
        "$TestDrive/gone.db" | Should -Not -Exist
    }

    It 'rejects <File> as -LearningPath, and does not change it' -ForEach @(
        @{ File = 'state-v4.db'; Bytes = $null }
        @{ File = 'text.db'; Bytes = [Text.Encoding]::ASCII.GetBytes('This is no database. ' * 50) }
    ) {
        $path = "$TestDrive/refused-$File"
        if ($Bytes) {
            [IO.File]::WriteAllBytes($path, $Bytes)
        } else {
            Copy-Item "$root/tests/fixtures/peer/$File" $path
        }

        $before = (Get-FileHash $path).Hash
        { Connect-Marianne -InMemory -LearningPath $path } | Should -Throw -ErrorId 'NotAStore,*'
        (Get-FileHash $path).Hash | Should -Be $before
    }
}

Describe 'A closed store' {
    It 'causes a terminating error' {
        $store = Connect-Marianne -InMemory -NoDefault
        Disconnect-Marianne $store
        { 'E101', 'E102' | Get-LearnedWaitTime -Store $store } | Should -Throw -ErrorId 'StoreClosed,*'
        { Add-LearnedRecovery E103 1 $true -Store $store } | Should -Throw -ErrorId 'StoreClosed,*'
    }
}

Describe 'A shared file' {
    It 'is written by many runspaces concurrently' {
        Connect-Marianne -InMemory -LearningPath "$TestDrive/shared.db"
        1..8 | ForEach-Object -Parallel {
            Import-Module "$using:root/Marianne.psd1"
            1..50 | ForEach-Object { [pscustomobject]@{ ErrorCode = 'E103'; ActualWait = $_; Recovered = $true } } | Add-LearnedRecovery
        } -ThrottleLimit 8
        (Get-LearnedWaitTime E103).SampleCount | Should -Be 400
        Disconnect-Marianne
        Get-ChildItem $TestDrive -Filter shared.db-* | Should -BeNullOrEmpty
    }

    It 'stays open while another store uses it' {
        $first = Connect-Marianne -InMemory -LearningPath "$TestDrive/shared.db" -NoDefault
        $second = Connect-Marianne -InMemory -LearningPath "$TestDrive/shared.db" -NoDefault
        $null = Measure-LearnedOutcome -Store $first
        Disconnect-Marianne $first
        (Measure-LearnedOutcome -Store $second).TotalErrorRecoveries | Should -Be 400
        Disconnect-Marianne $second
    }
}
