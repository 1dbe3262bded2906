# Settings of the project's own JupyterLab. It listens on this machine only, with a token: both are
# Jupyter's defaults, and nothing here switches a protection off.
c = get_config()  # noqa: F821

# Nothing is asked or fetched on the first start.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"

# A run of all cells draws several figures within a second; the default of 1 MB/s drops some.
c.ZMQChannelsWebsocketConnection.iopub_data_rate_limit = 20_000_000

# File > Save and Export Notebook As > HTML gives the project's own page.
load_subconfig("jupyter_nbconvert_config.py")  # noqa: F821
